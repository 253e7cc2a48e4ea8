//! The macro that declares a closed set of the contract: an enum with one spelling for each
//! variant.

/// Declares an enum whose variants are spelt in kebab-case on the wire, with `ALL`, `as_str` and
/// `parse`.
///
/// `parse` accepts only the exact wire spelling. An unknown word is `None`, never a default.
macro_rules! closed_set {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every value of the set, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The codes of the set, as data.
            pub const SET: $crate::command_spec::ClosedSet = $crate::command_spec::ClosedSet {
                name: stringify!($name),
                codes: &[$($text,)+],
                partial: false,
            };

            /// The spelling that the contract uses.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Returns the value with exactly this spelling, or `None`.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl $crate::command_spec::FieldType for $name {
            const KIND: $crate::command_spec::FieldKind = $crate::command_spec::FieldKind::Choice(Self::SET);
            const LIST: $crate::command_spec::FieldKind = $crate::command_spec::FieldKind::Choices(Self::SET);
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use closed_set;

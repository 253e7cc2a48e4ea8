//! Rust source split into comments, strings and code, as far as the checks need it.

/// One piece of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The text of a comment, without its marks.
    Comment(String),
    /// The text between the quotation marks of a string. Escapes are kept.
    Text(String),
    /// A word: an identifier, a keyword, a number or a lifetime.
    Word(String),
    /// Any other character of the code.
    Mark(char),
}

/// The pieces of a file in their order, each with the line on which it starts.
///
/// ```
/// use repository::rust::{Piece, pieces};
/// let found = pieces("let x = r#\"a \"b\" c\"#; // why\n'a' 'static");
/// let texts: Vec<&Piece> = found
///     .iter()
///     .map(|(_, piece)| piece)
///     .filter(|piece| matches!(piece, Piece::Text(_) | Piece::Comment(_)))
///     .collect();
/// assert_eq!(texts, [&Piece::Text("a \"b\" c".into()), &Piece::Comment(" why".into())]);
/// assert_eq!(found.last(), Some(&(2, Piece::Word("'static".into()))));
/// ```
pub fn pieces(source: &str) -> Vec<(usize, Piece)> {
    let mut reader = Reader {
        rest: source.chars().collect(),
        at: 0,
        line: 1,
    };
    let mut pieces = Vec::new();
    while let Some(next) = reader.peek(0) {
        let line = reader.line;
        if let Some(piece) = reader.piece(next) {
            pieces.push((line, piece));
        }
    }
    pieces
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(next == '\n');
        Some(next)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(next) = self.peek(0).filter(|next| wanted(*next)) {
            text.push(next);
            self.take();
        }
        text
    }

    /// The piece that starts here. Returns `None` for white space and for a character literal.
    fn piece(&mut self, next: char) -> Option<Piece> {
        if next.is_whitespace() {
            self.take();
            return None;
        }
        if next == '/' && self.peek(1) == Some('/') {
            self.take_while(|one| one == '/' || one == '!');
            return Some(Piece::Comment(self.take_while(|one| one != '\n')));
        }
        if next == '/' && self.peek(1) == Some('*') {
            return Some(Piece::Comment(self.block()));
        }
        if next == '"' {
            return Some(Piece::Text(self.string()));
        }
        if next == '\'' {
            return self.quoted();
        }
        if is_word(next) {
            let word = self.take_while(is_word);
            return Some(self.after(word));
        }
        self.take();
        Some(Piece::Mark(next))
    }

    /// A block comment, with those inside it.
    fn block(&mut self) -> String {
        let mut depth = 0_usize;
        let mut text = String::new();
        while let Some(next) = self.take() {
            match (next, self.peek(0)) {
                ('/', Some('*')) => {
                    self.take();
                    depth += 1;
                }
                ('*', Some('/')) => {
                    self.take();
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => text.push(next),
            }
        }
        text
    }

    fn string(&mut self) -> String {
        let mut text = String::new();
        self.take();
        while let Some(next) = self.take() {
            match next {
                '"' => break,
                '\\' => {
                    text.push(next);
                    text.extend(self.take());
                }
                _ => text.push(next),
            }
        }
        text
    }

    /// A raw string, whose opening mark has `hashes` signs.
    fn raw(&mut self, hashes: usize) -> String {
        let end: String = std::iter::once('"')
            .chain(std::iter::repeat_n('#', hashes))
            .collect();
        let mut text = String::new();
        while let Some(next) = self.take() {
            text.push(next);
            if text.ends_with(&end) {
                text.truncate(text.len() - end.len());
                break;
            }
        }
        text
    }

    /// A lifetime. A character literal is skipped.
    fn quoted(&mut self) -> Option<Piece> {
        let literal = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        self.take();
        if !literal {
            let name = self.take_while(is_word);
            return Some(Piece::Word(format!("'{name}")));
        }
        while let Some(next) = self.take() {
            match next {
                '\'' => break,
                '\\' => {
                    self.take();
                }
                _ => {}
            }
        }
        None
    }

    /// A word, or the string or character that it is the prefix of.
    fn after(&mut self, word: String) -> Piece {
        let hashes = (0..)
            .take_while(|ahead| self.peek(*ahead) == Some('#'))
            .count();
        let raw = ["r", "br", "cr"].contains(&word.as_str()) && self.peek(hashes) == Some('"');
        if raw {
            self.at += hashes + 1;
            return Piece::Text(self.raw(hashes));
        }
        if word == "r" && hashes == 1 && self.peek(1).is_some_and(is_word) {
            self.take();
            return Piece::Word(self.take_while(is_word));
        }
        if ["b", "c"].contains(&word.as_str()) && self.peek(0) == Some('"') {
            return Piece::Text(self.string());
        }
        Piece::Word(word)
    }
}

fn is_word(one: char) -> bool {
    one.is_alphanumeric() || one == '_'
}

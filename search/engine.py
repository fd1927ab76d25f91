"""The only door to Whoosh: every name of the engine that this package uses comes from here.

Whoosh 2.7.4 has invalid escape sequences in its sources, which newer Pythons report while compiling them;
its modules are therefore loaded here, with exactly these warnings silenced.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)  # the same report on Python 3.11
    from whoosh import __version__ as _version
    from whoosh.codec.base import Codec as Codec
    from whoosh.codec.base import FieldCursor as FieldCursor
    from whoosh.codec.base import FieldWriter as FieldWriter
    from whoosh.codec.base import PerDocumentReader as PerDocumentReader
    from whoosh.codec.base import PerDocumentWriter as PerDocumentWriter
    from whoosh.codec.base import TermsReader as TermsReader
    from whoosh.codec.whoosh3 import W3Segment as W3Segment
    from whoosh.columns import ColumnReader as ColumnReader
    from whoosh.columns import NumericColumn as NumericColumn
    from whoosh.columns import VarBytesColumn as VarBytesColumn
    from whoosh.fields import COLUMN as COLUMN
    from whoosh.fields import ID as ID
    from whoosh.fields import FieldType as FieldType
    from whoosh.fields import Schema as Schema
    from whoosh.filedb.filestore import FileStorage as FileStorage
    from whoosh.filedb.structfile import BufferFile as BufferFile
    from whoosh.formats import Positions as Positions
    from whoosh.index import _DEF_INDEX_NAME as _index_name  # noqa: N811
    from whoosh.index import TOC as TOC
    from whoosh.index import FileIndex as FileIndex
    from whoosh.matching import LeafMatcher as LeafMatcher
    from whoosh.matching import ReadTooFar as ReadTooFar
    from whoosh.reading import TermInfo as TermInfo
    from whoosh.reading import TermNotFound as TermNotFound
    from whoosh.util.filelock import FileLock as FileLock
    from whoosh.util.numeric import byte_to_length as byte_to_length
    from whoosh.util.numeric import length_to_byte as length_to_byte
    from whoosh.writing import SegmentWriter as SegmentWriter

INDEX_NAME = str(_index_name)
VERSION = ".".join(str(part) for part in _version)

// The result codes of SQLite (https://sqlite.org/rescode.html): the low byte is the primary code, the rest extends it.

/** It worked. */
export const SQLITE_OK = 0;
/** An extension was loaded that stays in the process. */
export const SQLITE_OK_LOAD_PERMANENTLY = 256;
/** A path is a symbolic link; only within SQLite. */
export const SQLITE_OK_SYMLINK = 512;
/** What no other code says: mostly that the SQL is wrong. */
export const SQLITE_ERROR = 1;
/** A collation is not there. */
export const SQLITE_ERROR_MISSING_COLLSEQ = 257;
/** The statement has to be prepared once more; only within SQLite. */
export const SQLITE_ERROR_RETRY = 513;
/** A snapshot is no longer in the WAL. */
export const SQLITE_ERROR_SNAPSHOT = 769;
/** The pages reserve a wrong number of bytes. */
export const SQLITE_ERROR_RESERVESIZE = 1025;
/** The key of an encrypted database is wrong. */
export const SQLITE_ERROR_KEY = 1281;
/** It cannot be done; the message says why. */
export const SQLITE_ERROR_UNABLE = 1537;
/** SQLite contradicts itself. */
export const SQLITE_INTERNAL = 2;
/** A new database may not have the access that was asked for. */
export const SQLITE_PERM = 3;
/** It was given up, mostly because a callback wanted so. */
export const SQLITE_ABORT = 4;
/** It was given up since its transaction was rolled back. */
export const SQLITE_ABORT_ROLLBACK = 516;
/** Another connection has locked the database. */
export const SQLITE_BUSY = 5;
/** Another process recovers the WAL after a crash. */
export const SQLITE_BUSY_RECOVERY = 261;
/** What was read is out of date by now, so that nothing can be written upon it. */
export const SQLITE_BUSY_SNAPSHOT = 517;
/** A lock on the file was waited for too long. */
export const SQLITE_BUSY_TIMEOUT = 773;
/** A table is locked by the same connection, or by one that shares its cache. */
export const SQLITE_LOCKED = 6;
/** A connection with the same cache has locked it. */
export const SQLITE_LOCKED_SHAREDCACHE = 262;
/** A virtual table is locked. */
export const SQLITE_LOCKED_VTAB = 518;
/** There is no memory left. */
export const SQLITE_NOMEM = 7;
/** The database may not be written. */
export const SQLITE_READONLY = 8;
/** The WAL needs recovery, which takes the right to write. */
export const SQLITE_READONLY_RECOVERY = 264;
/** The memory that a WAL shares may not be written. */
export const SQLITE_READONLY_CANTLOCK = 520;
/** A hot journal needs to be rolled back, which takes the right to write. */
export const SQLITE_READONLY_ROLLBACK = 776;
/** The file was moved after it was opened. */
export const SQLITE_READONLY_DBMOVED = 1032;
/** The memory that a WAL shares is not set up, and may not be. */
export const SQLITE_READONLY_CANTINIT = 1288;
/** The folder may not be written, so there can be no journal. */
export const SQLITE_READONLY_DIRECTORY = 1544;
/** It was interrupted, by `interrupt()` or a progress handler. */
export const SQLITE_INTERRUPT = 9;
/** The operating system told of an error. */
export const SQLITE_IOERR = 10;
/** A file could not be read. */
export const SQLITE_IOERR_READ = 266;
/** A file ended too early. */
export const SQLITE_IOERR_SHORT_READ = 522;
/** A file could not be written. */
export const SQLITE_IOERR_WRITE = 778;
/** A file could not be flushed to the disk. */
export const SQLITE_IOERR_FSYNC = 1034;
/** A folder could not be flushed to the disk. */
export const SQLITE_IOERR_DIR_FSYNC = 1290;
/** A file could not be cut. */
export const SQLITE_IOERR_TRUNCATE = 1546;
/** The size or kind of a file could not be asked for. */
export const SQLITE_IOERR_FSTAT = 1802;
/** A lock could not be given back. */
export const SQLITE_IOERR_UNLOCK = 2058;
/** A lock for reading could not be had. */
export const SQLITE_IOERR_RDLOCK = 2314;
/** A file could not be deleted. */
export const SQLITE_IOERR_DELETE = 2570;
/** No longer in use. */
export const SQLITE_IOERR_BLOCKED = 2826;
/** The operating system had no memory left. */
export const SQLITE_IOERR_NOMEM = 3082;
/** Whether a file is there and may be used could not be asked for. */
export const SQLITE_IOERR_ACCESS = 3338;
/** Whether somebody prepares to write could not be asked for. */
export const SQLITE_IOERR_CHECKRESERVEDLOCK = 3594;
/** A lock could not be had, for a reason other than another lock. */
export const SQLITE_IOERR_LOCK = 3850;
/** A file could not be closed. */
export const SQLITE_IOERR_CLOSE = 4106;
/** No longer in use. */
export const SQLITE_IOERR_DIR_CLOSE = 4362;
/** The memory that a WAL shares could not be opened. */
export const SQLITE_IOERR_SHMOPEN = 4618;
/** The memory that a WAL shares could not be made larger. */
export const SQLITE_IOERR_SHMSIZE = 4874;
/** No longer in use. */
export const SQLITE_IOERR_SHMLOCK = 5130;
/** The memory that a WAL shares could not be mapped. */
export const SQLITE_IOERR_SHMMAP = 5386;
/** A place in a file could not be gone to. */
export const SQLITE_IOERR_SEEK = 5642;
/** A file to delete was not there. */
export const SQLITE_IOERR_DELETE_NOENT = 5898;
/** A part of a file could not be mapped into memory. */
export const SQLITE_IOERR_MMAP = 6154;
/** There is no folder for temporary files. */
export const SQLITE_IOERR_GETTEMPPATH = 6410;
/** A path could not be converted, on Cygwin. */
export const SQLITE_IOERR_CONVPATH = 6666;
/** A code for extensions of macOS. */
export const SQLITE_IOERR_VNODE = 6922;
/** A code for extensions that ask for a permission. */
export const SQLITE_IOERR_AUTH = 7178;
/** The file system could not begin an atomic write. */
export const SQLITE_IOERR_BEGIN_ATOMIC = 7434;
/** The file system could not finish an atomic write. */
export const SQLITE_IOERR_COMMIT_ATOMIC = 7690;
/** The file system could not take back an atomic write. */
export const SQLITE_IOERR_ROLLBACK_ATOMIC = 7946;
/** The checksum of a page is wrong. */
export const SQLITE_IOERR_DATA = 8202;
/** The file system itself is corrupt. */
export const SQLITE_IOERR_CORRUPTFS = 8458;
/** A page that is mapped into memory could not be read, on Windows. */
export const SQLITE_IOERR_IN_PAGE = 8714;
/** The key of an encrypted page is wrong. */
export const SQLITE_IOERR_BADKEY = 8970;
/** A page could not be encrypted or decrypted. */
export const SQLITE_IOERR_CODEC = 9226;
/** The database file is damaged. */
export const SQLITE_CORRUPT = 11;
/** What a virtual table keeps is damaged. */
export const SQLITE_CORRUPT_VTAB = 267;
/** The table `sqlite_sequence` is damaged. */
export const SQLITE_CORRUPT_SEQUENCE = 523;
/** An entry of an index is missing, or one too many. */
export const SQLITE_CORRUPT_INDEX = 779;
/** A file control is not known. */
export const SQLITE_NOTFOUND = 12;
/** The disk or the database is full. */
export const SQLITE_FULL = 13;
/** A file could not be opened. */
export const SQLITE_CANTOPEN = 14;
/** No longer in use. */
export const SQLITE_CANTOPEN_NOTEMPDIR = 270;
/** The path is a folder. */
export const SQLITE_CANTOPEN_ISDIR = 526;
/** The full path could not be found out. */
export const SQLITE_CANTOPEN_FULLPATH = 782;
/** The path could not be converted, on Cygwin. */
export const SQLITE_CANTOPEN_CONVPATH = 1038;
/** No longer in use. */
export const SQLITE_CANTOPEN_DIRTYWAL = 1294;
/** The path is a symbolic link, and such are not to be followed. */
export const SQLITE_CANTOPEN_SYMLINK = 1550;
/** The locks of a WAL could not be had: others want them all the time. */
export const SQLITE_PROTOCOL = 15;
/** No longer in use. */
export const SQLITE_EMPTY = 16;
/** The schema was changed again and again while the statement was prepared. */
export const SQLITE_SCHEMA = 17;
/** A text, BLOB or row is too long. */
export const SQLITE_TOOBIG = 18;
/** A constraint was violated. */
export const SQLITE_CONSTRAINT = 19;
/** A CHECK is not met. */
export const SQLITE_CONSTRAINT_CHECK = 275;
/** A commit hook wanted a rollback. */
export const SQLITE_CONSTRAINT_COMMITHOOK = 531;
/** A foreign key has no row to refer to. */
export const SQLITE_CONSTRAINT_FOREIGNKEY = 787;
/** A code for functions of extensions. */
export const SQLITE_CONSTRAINT_FUNCTION = 1043;
/** A column is NULL that may not be. */
export const SQLITE_CONSTRAINT_NOTNULL = 1299;
/** A primary key is there twice. */
export const SQLITE_CONSTRAINT_PRIMARYKEY = 1555;
/** A trigger raised an error. */
export const SQLITE_CONSTRAINT_TRIGGER = 1811;
/** What is UNIQUE is there twice. */
export const SQLITE_CONSTRAINT_UNIQUE = 2067;
/** A code for virtual tables. */
export const SQLITE_CONSTRAINT_VTAB = 2323;
/** A rowid is there twice. */
export const SQLITE_CONSTRAINT_ROWID = 2579;
/** A trigger deleted a row that is just being updated. */
export const SQLITE_CONSTRAINT_PINNED = 2835;
/** A value is not of the type of its column in a STRICT table. */
export const SQLITE_CONSTRAINT_DATATYPE = 3091;
/** A value is of the wrong type: mostly a rowid that is no integer. */
export const SQLITE_MISMATCH = 20;
/** SQLite's interface was used wrongly. */
export const SQLITE_MISUSE = 21;
/** The file is too large for the operating system. */
export const SQLITE_NOLFS = 22;
/** The authorizer denied it. */
export const SQLITE_AUTH = 23;
/** No longer in use. */
export const SQLITE_AUTH_USER = 279;
/** No longer in use. */
export const SQLITE_FORMAT = 24;
/** There is no parameter or column of that index. */
export const SQLITE_RANGE = 25;
/** The file is no database. */
export const SQLITE_NOTADB = 26;
/** Something out of the ordinary, told to the log alone. */
export const SQLITE_NOTICE = 27;
/** A WAL was recovered, told to the log alone. */
export const SQLITE_NOTICE_RECOVER_WAL = 283;
/** A hot journal was rolled back, told to the log alone. */
export const SQLITE_NOTICE_RECOVER_ROLLBACK = 539;
/** A code of the extension RBU. */
export const SQLITE_NOTICE_RBU = 795;
/** Something that may be a mistake, told to the log alone. */
export const SQLITE_WARNING = 28;
/** An index was made for one statement, told to the log alone. */
export const SQLITE_WARNING_AUTOINDEX = 284;
/** A statement has a row to give. */
export const SQLITE_ROW = 100;
/** A statement has run to its end. */
export const SQLITE_DONE = 101;

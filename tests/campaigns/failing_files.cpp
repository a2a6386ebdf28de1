#include "failing_files.hpp"

#include <sqlite3.h>

#include <array>
#include <csignal>
#include <new>
#include <stdexcept>

namespace campaigns::files {

namespace {

constexpr std::size_t calls = 9;

struct Plan {
    Call call{};
    Way way{};
    std::int64_t nth = 0;  // 0: none fails
    bool stays = false;
    bool failed = false;
    std::array<std::int64_t, calls> counts{};
};
Plan plan;

sqlite3_vfs* below = nullptr;
sqlite3_vfs ours{};

/// Counts a call; whether it is to fail.
bool fails(Call call) {
    const std::int64_t count = ++plan.counts[static_cast<std::size_t>(call)];
    if (plan.nth == 0 || call != plan.call) return false;
    const bool now = plan.stays ? count >= plan.nth : count == plan.nth;
    if (now && plan.way == Way::killed) std::raise(SIGKILL);
    plan.failed = plan.failed || now;
    return now;
}

// A file of ours: the system's lies behind it in the same memory.
struct File {
    sqlite3_file base;
    sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* under(sqlite3_file* file) { return reinterpret_cast<File*>(file)->under(); }

int close(sqlite3_file* file) { return under(file)->pMethods->xClose(under(file)); }

int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
    if (fails(Call::read)) return SQLITE_IOERR_READ;
    return under(file)->pMethods->xRead(under(file), bytes, size, at);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    if (!fails(Call::write)) return under(file)->pMethods->xWrite(under(file), bytes, size, at);
    if (plan.way == Way::disk_full) return SQLITE_FULL;
    if (plan.way == Way::partly) under(file)->pMethods->xWrite(under(file), bytes, size / 2, at);
    return SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (fails(Call::truncate)) return SQLITE_IOERR_TRUNCATE;
    return under(file)->pMethods->xTruncate(under(file), size);
}

int sync(sqlite3_file* file, int flags) {
    if (fails(Call::sync)) return SQLITE_IOERR_FSYNC;
    return under(file)->pMethods->xSync(under(file), flags);
}

int size(sqlite3_file* file, sqlite3_int64* size) {
    if (fails(Call::size)) return SQLITE_IOERR_FSTAT;
    return under(file)->pMethods->xFileSize(under(file), size);
}

int lock(sqlite3_file* file, int level) {
    if (fails(Call::lock)) return SQLITE_IOERR_LOCK;
    return under(file)->pMethods->xLock(under(file), level);
}

int unlock(sqlite3_file* file, int level) { return under(file)->pMethods->xUnlock(under(file), level); }

int check_lock(sqlite3_file* file, int* result) {
    return under(file)->pMethods->xCheckReservedLock(under(file), result);
}

int control(sqlite3_file* file, int operation, void* argument) {
    return under(file)->pMethods->xFileControl(under(file), operation, argument);
}

int sector_size(sqlite3_file* file) { return under(file)->pMethods->xSectorSize(under(file)); }

int characteristics(sqlite3_file* file) { return under(file)->pMethods->xDeviceCharacteristics(under(file)); }

// Version 1: no shared memory, which only a write-ahead log would need, and no mapped files.
constexpr sqlite3_io_methods methods{.iVersion = 1,
                                     .xClose = close,
                                     .xRead = read,
                                     .xWrite = write,
                                     .xTruncate = truncate,
                                     .xSync = sync,
                                     .xFileSize = size,
                                     .xLock = lock,
                                     .xUnlock = unlock,
                                     .xCheckReservedLock = check_lock,
                                     .xFileControl = control,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = characteristics};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    if (fails(Call::open)) return SQLITE_CANTOPEN;
    auto* const opened = new (file) File{};
    const int result = below->xOpen(below, name, opened->under(), flags, out_flags);
    if (opened->under()->pMethods != nullptr) file->pMethods = &methods;
    return result;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    if (fails(Call::remove)) return SQLITE_IOERR_DELETE;
    return below->xDelete(below, name, sync_folder);
}

int access(sqlite3_vfs*, const char* name, int flags, int* result) {
    if (fails(Call::access)) return SQLITE_IOERR_ACCESS;
    return below->xAccess(below, name, flags, result);
}

}  // namespace

void install() {
    below = sqlite3_vfs_find(nullptr);
    ours = *below;
    ours.pNext = nullptr;
    ours.zName = "failing";
    ours.szOsFile = static_cast<int>(sizeof(File)) + below->szOsFile;
    ours.xOpen = open;
    ours.xDelete = remove;
    ours.xAccess = access;
    if (sqlite3_vfs_register(&ours, 1) != SQLITE_OK) throw std::runtime_error("no file system for the campaign");
}

void uninstall() { sqlite3_vfs_unregister(&ours); }

void fail(Call call, Way way, std::int64_t nth, bool stays) { plan = {call, way, nth, stays}; }

bool stop() {
    plan.nth = 0;
    return plan.failed;
}

void count_from_here() { plan = {}; }
std::int64_t count(Call call) { return plan.counts[static_cast<std::size_t>(call)]; }

}  // namespace campaigns::files

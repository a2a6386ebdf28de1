#include "failing_memory.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <stdexcept>

namespace campaigns::allocations {

namespace {

// Atomic since other campaigns have threads, and relaxed since those do not look.
constexpr auto relaxed = std::memory_order_relaxed;
std::atomic<std::int64_t> counted = 0;
std::atomic<std::int64_t> alive = 0;
std::atomic<std::int64_t> fails_at = 0;  // 0: none fails
std::atomic<bool> stays_failing = false;
std::atomic<bool> failed = false;

bool fails() noexcept {
    const std::int64_t number = counted.fetch_add(1, relaxed) + 1;
    const std::int64_t at = fails_at.load(relaxed);
    if (at == 0 || number < at || (number > at && !stays_failing.load(relaxed))) return false;
    failed.store(true, relaxed);
    return true;
}

void* noted(void* memory) noexcept {
    if (memory != nullptr) alive.fetch_add(1, relaxed);
    return memory;
}

sqlite3_mem_methods of_sqlite{};

void* allocate_for_sqlite(int size) { return fails() ? nullptr : noted(of_sqlite.xMalloc(size)); }
void* reallocate_for_sqlite(void* memory, int size) { return fails() ? nullptr : of_sqlite.xRealloc(memory, size); }
void free_for_sqlite(void* memory) {
    if (memory != nullptr) alive.fetch_sub(1, relaxed);
    of_sqlite.xFree(memory);
}

}  // namespace

void* allocate(std::size_t size) noexcept { return fails() ? nullptr : noted(std::malloc(size == 0 ? 1 : size)); }

void* allocate(std::size_t size, std::size_t alignment) noexcept {
    return fails() ? nullptr : noted(std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment));
}

void release(void* memory) noexcept {
    if (memory != nullptr) alive.fetch_sub(1, relaxed);
    std::free(memory);
}

void install() {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &of_sqlite);
    static sqlite3_mem_methods ours = of_sqlite;
    ours.xMalloc = allocate_for_sqlite;
    ours.xRealloc = reallocate_for_sqlite;
    ours.xFree = free_for_sqlite;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK)
        throw std::runtime_error("SQLite does not take other allocations: it is in use already");
}

void fail(std::int64_t nth, bool stays) noexcept {
    counted = 0;
    failed = false;
    stays_failing = stays;
    fails_at = nth;
}

bool stop() noexcept {
    fails_at = 0;
    return failed;
}

void count_from_here() noexcept { fail(0, false); }
std::int64_t count() noexcept { return counted; }
std::int64_t living() noexcept { return alive; }

}  // namespace campaigns::allocations

using campaigns::allocations::allocate;
using campaigns::allocations::release;

namespace {

void* or_throw(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

void* operator new(std::size_t size) { return or_throw(allocate(size)); }
void* operator new[](std::size_t size) { return or_throw(allocate(size)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    return or_throw(allocate(size, static_cast<std::size_t>(alignment)));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return or_throw(allocate(size, static_cast<std::size_t>(alignment)));
}
// Inlined, they look to GCC like memory of one kind that is freed as another.
[[gnu::noinline]] void operator delete(void* memory) noexcept { release(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { release(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { release(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

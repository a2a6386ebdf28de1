// Reading the whole journal: verify() against reading and hashing the same events by SQLite and OpenSSL alone, views
// against putting the state that it gives into tables in memory.

#include "files.hpp"
#include "report.hpp"

#include <openssl/evp.h>

#include <array>
#include <functional>
#include <stdexcept>

namespace {

using namespace bench;

double events() {
    static const auto count = static_cast<double>(
        raw::Connection(large_file(), raw::Connection::Settings::for_reading).number("SELECT max(seq) FROM event"));
    return count;
}

/// Reads every event and hashes its payload, no more.
void read_and_hash(const std::filesystem::path& path) {
    raw::Connection connection(path, raw::Connection::Settings::for_reading);
    raw::Statement query(connection, "SELECT * FROM event ORDER BY seq");
    EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    std::array<unsigned char, 32> digest{};
    while (query.step()) {
        EVP_DigestInit_ex2(context, sha256, nullptr);
        for (const int column : {6, 7}) {
            const void* const bytes = sqlite3_column_blob(query.get(), column);
            EVP_DigestUpdate(context, bytes, static_cast<std::size_t>(sqlite3_column_bytes(query.get(), column)));
        }
        EVP_DigestFinal_ex(context, digest.data(), nullptr);
    }
    EVP_MD_CTX_free(context);
    EVP_MD_free(sha256);
    benchmark::DoNotOptimize(digest);
}

void verify(benchmark::State& state) {
    const auto registry = laurels::Registry::open(large_file());
    for (auto _ : state) {
        Pair pair{.items = events(), .label = "verify / reading and hashing the events"};
        pair.ours = spent([&] {
            if (!registry.verify()) throw std::runtime_error("the large file does not verify");
        });
        pair.peer = spent([&] { read_and_hash(large_file()); });
        report(state, pair);
    }
}
LAURELS_PAIR(verify);

/// A view of everything, against the rows of its state put into tables in memory.
void measure_view(benchmark::State& state, const std::string& label,
                  const std::function<laurels::Registry(const laurels::Registry&)>& view) {
    const auto registry = laurels::Registry::open(large_file());
    const auto rows = raw::read_state(large_file());
    for (auto _ : state) {
        Pair pair{.items = events(), .label = label + " / the state put in memory"};
        pair.ours = spent([&] { benchmark::DoNotOptimize(view(registry)); });
        raw::Connection from(large_file(), raw::Connection::Settings::for_reading);
        raw::Connection into(":memory:", raw::Connection::Settings::like_laurels);
        raw::create_state(from, into);
        pair.peer = spent([&] { raw::load(into, rows); });
        report(state, pair);
    }
}

void as_of(benchmark::State& state) {
    measure_view(state, "as_of",
                 [](const laurels::Registry& registry) { return registry.as_of(registry.checkpoint().change); });
}
LAURELS_PAIR(as_of);

void known_on(benchmark::State& state) {
    measure_view(state, "known_on",
                 [](const laurels::Registry& registry) { return registry.known_on(laurels::Date::of(9999, 12, 31)); });
}
LAURELS_PAIR(known_on);

}  // namespace

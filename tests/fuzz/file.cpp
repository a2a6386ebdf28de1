// A damaged file: a registry with some bytes changed, or its end cut off. Opening it, asking it and verifying it either
// works or is refused, and what verifies against a checkpoint holds what was written.
//
// The input is a list of edits: two bytes say where, one how many bytes follow, and then those; none cuts the file off.

#include "fuzz.hpp"
#include "registry.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

namespace {

using namespace laurels;
namespace fs = std::filesystem;

std::string read_bytes(const fs::path& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(bytes).str();
}

void write_bytes(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// The registry as it was made, and where to damage it.
struct Pattern {
    fuzz::Folder folder;
    fs::path path = folder / "damaged.laurels";
    std::string bytes;
    std::vector<std::size_t> written;  // most of a file is empty room, where damage does little
    std::optional<Registry> whole;
    Checkpoint checkpoint;

    Pattern() {
        const fs::path made = folder / "whole.laurels";
        fuzz::make_registry(made);
        bytes = read_bytes(made);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            if (bytes[at] != 0) written.push_back(at);
        }
        whole = Registry::open(made, {.access = Access::read_only});
        checkpoint = whole->checkpoint();
    }
};

std::string damaged(const Pattern& pattern, std::string_view edits) {
    std::string bytes = pattern.bytes;
    while (edits.size() >= 3) {
        const auto number = [&](std::size_t at) {
            return static_cast<std::size_t>(static_cast<unsigned char>(edits[at]));
        };
        const std::size_t at = pattern.written[(number(0) << 8 | number(1)) % pattern.written.size()];
        const std::size_t count = std::min(number(2), edits.size() - 3);
        if (number(2) == 0 && at < bytes.size()) bytes.resize(at);
        for (std::size_t i = 0; i < count && at + i < bytes.size(); ++i) bytes[at + i] = edits[3 + i];
        edits.remove_prefix(3 + count);
    }
    return bytes;
}

}  // namespace

void fuzz::one(std::string_view input) {
    static const Pattern pattern;
    const std::string bytes = damaged(pattern, input);
    write_bytes(pattern.path, bytes);
    accepted([&] {
        const auto registry =
            Registry::open(pattern.path, {.access = Access::read_only, .timeout = std::chrono::milliseconds(0)});
        ask_everything(registry);
        const Verification verification = registry.verify(pattern.checkpoint);
        REQUIRE(!model::invalid_utf8(verification.finding));
        if (verification.ok) REQUIRE(same_records(registry, *pattern.whole));
    });
    REQUIRE(read_bytes(pattern.path) == bytes);
}

#include "registry/output.hpp"

#include "storage/digest.hpp"

#include <laurels/error.hpp>

#include <cerrno>
#include <fstream>
#include <ostream>
#include <string>
#include <system_error>

namespace laurels::inline v0::detail {

namespace {

bool is_sqlite(const std::filesystem::path& path) {
    constexpr std::string_view magic("SQLite format 3\0", 16);
    std::ifstream file(path, std::ios::binary);
    std::string bytes(magic.size(), ' ');
    return file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && bytes == magic;
}

}  // namespace

void write_to(std::ostream& to, std::string_view bytes) {
    const auto size = static_cast<std::streamsize>(bytes.size());
    if (to.rdbuf() != nullptr && to.rdbuf()->sputn(bytes.data(), size) == size) return;
    to.setstate(std::ios::badbit);
    throw FileError("what is written to does not take it", {}, EIO);
}

void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write) {
    const auto failure = [&](const std::string& why, int code) {
        return FileError("'" + path.string() + "' " + why, path, code);
    };
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) throw failure("is a folder, not a file", EISDIR);
    if (is_sqlite(path)) throw failure("is a registry or another database, which an export does not replace", EEXIST);
    std::filesystem::path partial = path;
    partial += "." + storage::new_uuid() + ".partial";
    try {
        std::ofstream file(partial, std::ios::binary);
        if (!file) throw failure("cannot be written: is its folder there?", ENOENT);
        write(file);
        file.close();
        if (!file) throw failure("cannot be written: is the disk full?", ENOSPC);
        std::filesystem::rename(partial, path, error);
        if (error) throw failure("cannot be put in its place: " + error.message(), error.value());
    } catch (...) {
        std::filesystem::remove(partial, error);
        throw;
    }
}

}  // namespace laurels::inline v0::detail

#include "storage/process.hpp"

#include <laurels/error.hpp>

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace laurels::inline v0::process {

std::int64_t id() { return ::getpid(); }

std::string make_temporary_file(std::size_t more) {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    std::string name = (folder / "laurels-XXXXXX").string();
    name.reserve(name.size() + more);
    const int file = error ? -1 : ::mkstemp(name.data());
    if (file < 0) {
        const int code = error ? error.value() : errno;
        throw FileError("a registry in memory needs the folder for temporary files, and none can be written there: " +
                            std::string(std::strerror(code)),
                        folder, code);
    }
    ::close(file);
    return name;
}

}  // namespace laurels::inline v0::process

#include "storage/process.hpp"

#include <laurels/error.hpp>

#include <fcntl.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace laurels::inline v0::process {

namespace {

/// A file system that lies elsewhere, or may: Linux gives its number, other systems its type.
#ifdef __linux__
struct FileSystem {
    std::uint32_t number;
    const char* name;
};
constexpr FileSystem of_the_network[] = {{0x00006969, "NFS"}, {0x0000517b, "SMB"},  {0xff534d42, "SMB"},
                                         {0xfe534d42, "SMB"}, {0x65735546, "FUSE"}, {0x01021997, "9P"}};
bool is(const FileSystem& one, const struct statfs& facts) {
    return (static_cast<std::uint64_t>(facts.f_type) & 0xffffffff) == one.number;
}
#else
struct FileSystem {
    std::string_view type;
    const char* name;
};
constexpr FileSystem of_the_network[] = {{"nfs", "NFS"},       {"smbfs", "SMB"},    {"afpfs", "AFP"},
                                         {"webdav", "WebDAV"}, {"macfuse", "FUSE"}, {"osxfuse", "FUSE"}};
bool is(const FileSystem& one, const struct statfs& facts) { return one.type == facts.f_fstypename; }
#endif

}  // namespace

std::int64_t id() { return ::getpid(); }

bool may_read(const std::filesystem::path& path) { return ::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) == 0; }

bool may_write(const std::filesystem::path& path) { return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0; }

std::string network_file_system(const std::filesystem::path& path) {
    struct statfs facts{};
    if (::statfs(path.c_str(), &facts) != 0) return {};
    const auto* const found =
        std::ranges::find_if(of_the_network, [&](const FileSystem& one) { return is(one, facts); });
    return found == std::end(of_the_network) ? std::string() : found->name;
}

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

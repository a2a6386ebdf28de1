#pragma once

// Files and folders as campaigns need them.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace campaigns {

namespace fs = std::filesystem;

/// A fresh folder, gone with all that is in it at the end.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path operator/(const std::string& name) const { return path_ / name; }
    /// The names of what is in it, in order.
    std::vector<std::string> names() const;
    /// Removes what is in it.
    void clear() const;

  private:
    fs::path path_;
};

std::string read_bytes(const fs::path& path);
void write_bytes(const fs::path& path, const std::string& bytes);

/// How many files this process has open.
std::size_t open_files();

}  // namespace campaigns

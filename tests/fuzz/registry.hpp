#pragma once

// A small registry in which every table has rows, and all that can be asked of one.

#include <laurels/laurels.hpp>

#include <filesystem>
#include <string>

namespace fuzz {

/// Makes a registry file.
void make_registry(const std::filesystem::path& path);

/// A folder for this process, gone at its end.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

/// Asks every kind of question; each may be refused by an error of the library.
void ask_everything(const laurels::Registry& registry);

/// Whether two registries hold the same records.
bool same_records(const laurels::Registry& left, const laurels::Registry& right);

}  // namespace fuzz

#pragma once

// What tests of storage and registry share: a folder of their own, a look behind the library's back, a small world.

#include <laurels/laurels.hpp>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <vector>

namespace support {

namespace fs = std::filesystem;

/// A fresh folder, gone with all that is in it at the end.
class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "laurels-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
        path_ = name;
    }
    ~Folder() {
        std::error_code error;
        fs::permissions(path_, fs::perms::owner_all, fs::perm_options::add, error);
        fs::remove_all(path_, error);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path operator/(const std::string& name) const { return path_ / name; }
    const fs::path& path() const { return path_; }

    /// The names of what is in it, in order.
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(path_)) names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    fs::path path_;
};

inline std::string read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

inline void write_bytes(const fs::path& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << bytes;
}

/// Changes one byte where it stands.
inline void write_byte(const fs::path& path, std::size_t at, char byte) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
}

/// All files of a folder with their bytes: equal before and after where nothing was touched.
inline std::map<std::string, std::string> contents(const Folder& folder) {
    std::map<std::string, std::string> files;
    for (const std::string& name : folder.names()) files[name] = read_bytes(folder / name);
    return files;
}

/// SQLite without the library: for looking at a file, and for changing it behind the library's back.
class Raw {
  public:
    explicit Raw(const fs::path& path, int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) {
        if (sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) fail("open");
    }
    ~Raw() { sqlite3_close(handle_); }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;

    void run(const std::string& sql) {
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
    }

    /// The rows as text, a column after the other; NULL as "NULL".
    std::vector<std::vector<std::string>> rows(const std::string& sql) {
        std::vector<std::vector<std::string>> rows;
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(sql);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            auto& row = rows.emplace_back();
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                const void* bytes = sqlite3_column_blob(statement, column);
                const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
                const bool null = sqlite3_column_type(statement, column) == SQLITE_NULL;
                row.push_back(null ? "NULL" : size == 0 ? "" : std::string(static_cast<const char*>(bytes), size));
            }
        }
        sqlite3_finalize(statement);
        return rows;
    }
    std::string text(const std::string& sql) { return rows(sql).at(0).at(0); }
    std::int64_t number(const std::string& sql) { return std::stoll(text(sql)); }

    sqlite3* handle() { return handle_; }

  private:
    [[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + sqlite3_errmsg(handle_)); }
    sqlite3* handle_ = nullptr;
};

/// The error that an action throws, which must be of exactly this type.
template <class E, class Action>
E thrown(Action&& action) {
    try {
        std::forward<Action>(action)();
    } catch (const E& error) {
        EXPECT_EQ(typeid(error), typeid(E)) << error.what();
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    throw std::logic_error("nothing was thrown");
}

/// One category of one edition, a team of an organisation, and its nomination: enough for most tests.
struct World {
    laurels::Id<laurels::Award> award;
    laurels::Id<laurels::Edition> edition;
    laurels::Id<laurels::Category> category;
    laurels::Id<laurels::Nominee> council;
    laurels::Id<laurels::Nominee> team;
    laurels::Id<laurels::Nomination> nomination;
};

template <class Writes>
World make_world(Writes& to) {
    using namespace laurels;
    World world;
    world.award = to.add(Award{.name = "Children & Young People Now Awards"}).id;
    world.edition = to.add(Edition{.award = world.award, .label = "2025", .date = Date::parse("2025")}).id;
    world.category = to.add(Category{.edition = world.edition, .name = "The Children in Care Award"}).id;
    world.council = to.add(Nominee{.name = "Lancashire County Council", .kind = NomineeKind::organisation}).id;
    world.team = to.add(Nominee{.name = "Employment Support Team", .part_of = world.council}).id;
    world.nomination = to.add(Nomination{.category = world.category,
                                         .title = "Care leavers into work",
                                         .credits = {{.nominee = world.team}},
                                         .stage = Stage::submitted})
                           .id;
    return world;
}

}  // namespace support

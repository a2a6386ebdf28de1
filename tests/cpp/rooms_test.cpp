// The arrows between the rooms: who may include whom.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

const fs::path root = LAURELS_SOURCE_DIR;

/// The rooms of the library that each room may include besides itself. All may include the public headers.
const std::map<std::string, std::set<std::string>> allowed = {
    {"include", {}},
    {"model", {}},
    {"codec", {"model"}},
    {"storage", {"codec", "model"}},
    {"exchange", {"codec", "model"}},
    {"judging", {"model"}},
    {"registry", {"codec", "exchange", "judging", "model", "storage"}},
    {"bindings", {}},
};

struct Include {
    std::string file;    // from the root
    std::string target;  // as it stands there
    bool quoted;
    std::string text() const { return file + " includes " + (quoted ? '"' + target + '"' : '<' + target + '>'); }
};

std::vector<Include> includes_under(const fs::path& folder) {
    std::vector<Include> includes;
    if (!fs::exists(root / folder)) return includes;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".hpp" && extension != ".cpp" && extension != ".h") continue;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            const auto hash = line.find_first_not_of(" \t");
            if (hash == std::string::npos || line[hash] != '#') continue;
            const auto word = line.find_first_not_of(" \t", hash + 1);
            if (word == std::string::npos || line.compare(word, 7, "include") != 0) continue;
            const auto start = line.find_first_of("\"<", word);
            const auto end = start == std::string::npos ? start : line.find_first_of("\">", start + 1);
            if (end == std::string::npos) continue;
            includes.push_back({fs::relative(entry.path(), root).string(), line.substr(start + 1, end - start - 1),
                                line[start] == '"'});
        }
    }
    return includes;
}

/// The room of a file that is included by quotes: by its path from lib/, or from beside the one that includes it.
std::string room_of(const Include& include) {
    const fs::path beside = (root / include.file).parent_path() / include.target;
    const fs::path from_root = fs::exists(beside) ? fs::relative(beside, root) : fs::path("lib") / include.target;
    const fs::path path = from_root.lexically_normal();
    auto part = path.begin();
    return *part == "lib" ? (++part)->string() : part->string();
}

bool has_any(const std::string& text, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

const std::vector<std::string> of_sqlite = {"sqlite", "SQLite"};
const std::vector<std::string> of_json = {"nlohmann", "json"};
const std::vector<std::string> of_python = {"pybind11", "Python.h"};

class Rooms : public testing::TestWithParam<std::string> {
  protected:
    fs::path folder() const {
        if (GetParam() == "include") return "include";
        if (GetParam() == "bindings") return "bindings/src";
        return fs::path("lib") / GetParam();
    }
};
INSTANTIATE_TEST_SUITE_P(, Rooms,
                         testing::Values("include", "model", "codec", "storage", "exchange", "judging", "registry",
                                         "bindings"),
                         [](const auto& room) { return room.param; });

TEST_P(Rooms, IncludeOnlyThoseBelowThem) {
    std::vector<std::string> wrong;
    for (const Include& include : includes_under(folder())) {
        if (!include.quoted) continue;
        const std::string room = room_of(include);
        if (room != GetParam() && !allowed.at(GetParam()).contains(room)) wrong.push_back(include.text());
    }
    EXPECT_THAT(wrong, IsEmpty());
}

TEST(PublicHeaders, AreFoundByTheirInstalledPath) {
    std::vector<std::string> wrong;
    for (const Include& include : includes_under("include")) {
        if (include.quoted) wrong.push_back(include.text());
    }
    EXPECT_THAT(wrong, IsEmpty());
}

TEST(PublicHeaders, HaveNothingOfSqliteJsonOrPythonInThem) {
    std::vector<std::string> wrong;
    for (const Include& include : includes_under("include")) {
        const bool opt_in = include.file.ends_with("/json.hpp");
        if (has_any(include.target, of_sqlite) || has_any(include.target, of_python) ||
            (!opt_in && has_any(include.target, of_json)))
            wrong.push_back(include.text());
    }
    EXPECT_THAT(wrong, IsEmpty());
}

TEST(Libraries, StayInTheirRooms) {
    std::vector<std::string> wrong;
    for (const Include& include : includes_under("lib")) {
        if (include.quoted) continue;
        const auto in = [&](const std::string& room) { return include.file.starts_with("lib/" + room + "/"); };
        if ((has_any(include.target, of_sqlite) && !in("storage")) || has_any(include.target, of_python) ||
            (has_any(include.target, of_json) && in("model")))
            wrong.push_back(include.text());
    }
    EXPECT_THAT(wrong, IsEmpty());
}

TEST(Libraries, OfTheBindingsArePythonsOnly) {
    std::vector<std::string> wrong;
    for (const Include& include : includes_under("bindings/src")) {
        if (has_any(include.target, of_sqlite) || has_any(include.target, {"nlohmann"}))
            wrong.push_back(include.text());
    }
    EXPECT_THAT(wrong, IsEmpty());
}

TEST(OperatingSystem, IsBehindOneFile) {
    std::vector<std::string> wrong;
    for (const Include& include : includes_under("lib")) {
        if (include.file == "lib/storage/process.cpp") continue;
        if (has_any(include.target, {"unistd.h", "sys/", "fcntl.h", "pthread.h", "windows.h"}))
            wrong.push_back(include.text());
    }
    EXPECT_THAT(wrong, IsEmpty());
}

TEST(Scan, SeesTheIncludes) {
    const auto includes = includes_under("lib/storage");
    EXPECT_GT(includes.size(), 50U);
    const auto own = std::find_if(includes.begin(), includes.end(), [](const Include& include) {
        return include.file == "lib/storage/state.cpp" && include.target == "storage/state.hpp";
    });
    ASSERT_NE(own, includes.end());
    EXPECT_EQ(room_of(*own), "storage");
}

}  // namespace

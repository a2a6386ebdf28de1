// Files that are cut off, have bits flipped, or were edited by hand, one in eight of them of an older format: opening
// them, asking them and verifying them is refused by errors of the library, or finds the damage, or gives what was
// written. No crash, and not a byte is written, but where a whole file is brought up to date.

#include "campaign.hpp"
#include "child.hpp"
#include "files.hpp"
#include "fuzz/registry.hpp"
#include "operations.hpp"
#include "random.hpp"

#include <laurels/laurels.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace campaigns {

namespace {

using namespace laurels;
using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr int batch = 100;
constexpr std::size_t page = 4096;

/// SQLite without the library, with all that keeps a hand off the file taken away.
class Editor {
  public:
    explicit Editor(const fs::path& path) {
        if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) throw Broken("the file to edit does not open");
        run("PRAGMA writable_schema = ON");
    }
    ~Editor() { sqlite3_close(handle_); }
    Editor(const Editor&) = delete;
    Editor& operator=(const Editor&) = delete;

    /// An edit that SQLite refuses, as a type that a STRICT table does not take, is none.
    void run(const std::string& sql) { sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr); }

    std::vector<std::string> texts(const std::string& sql) {
        std::vector<std::string> texts;
        const auto take = [](void* to, int, char** columns, char**) {
            static_cast<std::vector<std::string>*>(to)->emplace_back(columns[0] == nullptr ? "" : columns[0]);
            return 0;
        };
        sqlite3_exec(handle_, sql.c_str(), take, &texts, nullptr);
        return texts;
    }

  private:
    sqlite3* handle_ = nullptr;
};

// ----------------------------------------------------------------------------------------------------- kinds of damage

void cut_off(std::string& bytes, Random& random) {
    bytes.resize(random.one_in(4) ? random.below(bytes.size() / page) * page : random.below(bytes.size()));
}

/// Mostly where something is written, since most of a file is empty room.
std::size_t anywhere(const std::string& bytes, Random& random) {
    std::size_t at = random.below(bytes.size());
    for (int tries = 0; bytes[at] == 0 && tries < 20; ++tries) at = random.below(bytes.size());
    return at;
}

void flip_bits(std::string& bytes, Random& random) {
    for (std::size_t count = 1 + random.below(4); count > 0; --count) {
        const std::size_t at = random.one_in(5) ? random.below(100) : anywhere(bytes, random);
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
    }
}

void overwrite(std::string& bytes, Random& random) {
    const std::size_t at = anywhere(bytes, random);
    const std::size_t count = std::min(bytes.size() - at, 1 + random.below(200));
    for (std::size_t i = 0; i < count; ++i) bytes[at + i] = static_cast<char>(random.below(256));
}

void lose_a_page(std::string& bytes, Random& random) {
    const std::size_t one = random.below(bytes.size() / page) * page;
    const std::size_t other = random.below(bytes.size() / page) * page;
    if (random.one_in(2)) {
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(one), page, '\0');
    } else {
        const std::string kept = bytes.substr(one, page);
        bytes.replace(one, page, bytes.substr(other, page));
        bytes.replace(other, page, kept);
    }
}

std::string any_value(const std::string& column, Random& random) {
    constexpr std::array values{
        "NULL", "0", "-1",   "9223372036854775807", "''", "'x'", "x'ff00'", "'{}'", "1.5", "'[]'", "'2025'",
        "' '",  "7", "'won'"};
    const std::array related{column + " + 1", "substr(" + column + ", 2)", column + " || 'x'",
                             "CAST(" + column + " AS BLOB)"};
    return random.one_in(2) ? values[random.below(values.size())] : related[random.below(related.size())];
}

void edit_once(Editor& editor, Random& random) {
    auto tables = editor.texts("SELECT name FROM sqlite_schema WHERE type = 'table'");
    if (tables.empty() || random.one_in(12)) tables = {"sqlite_schema"};
    const std::string table = tables[random.below(tables.size())];
    const auto columns = editor.texts("SELECT name FROM pragma_table_info('" + table + "')");
    if (columns.empty()) return;
    const std::string column = columns[random.below(columns.size())];
    const auto count = editor.texts("SELECT count(*) FROM " + table);
    const std::size_t rows = count.empty() ? 1 : static_cast<std::size_t>(std::stoul(count[0]));
    // By its key, since not every table has row ids.
    const std::string row = " WHERE " + columns[0] + " = (SELECT " + columns[0] + " FROM " + table +
                            " LIMIT 1 OFFSET " + std::to_string(random.below(std::max<std::size_t>(rows, 1))) + ")";
    switch (random.below(8)) {
    case 0: return editor.run("DELETE FROM " + table + row);
    case 1: return editor.run("INSERT OR REPLACE INTO " + table + " SELECT * FROM " + table + row);
    case 2: return editor.run("DROP INDEX " + table + "_" + column);
    case 3: return editor.run("PRAGMA user_version = " + std::to_string(random.below(4)));
    default: editor.run("UPDATE " + table + " SET " + column + " = " + any_value(column, random) + row);
    }
}

void edit_by_hand(const fs::path& path, Random& random) {
    Editor editor(path);
    const auto triggers = editor.texts("SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
    for (const auto& name : editor.texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
        editor.run("DROP TRIGGER " + name);
    for (std::size_t count = 1 + random.below(3); count > 0; --count) edit_once(editor, random);
    for (const std::string& sql : triggers) editor.run(sql);
}

void damage_file(const fs::path& path, const std::string& whole, Random& random) {
    // Flipped bits most of all: they are what looks most like nothing.
    constexpr std::array kinds{flip_bits, flip_bits, flip_bits, flip_bits, cut_off, overwrite, lose_a_page};
    if (random.one_in(3)) {
        write_bytes(path, whole);
        return edit_by_hand(path, random);
    }
    std::string bytes = whole;
    kinds[random.below(kinds.size())](bytes, random);
    write_bytes(path, bytes);
}

// -------------------------------------------------------------------------------------------------------- what follows

/// A registry before it was damaged.
struct Whole {
    std::string bytes;
    std::vector<AnyRecord> records;
    Checkpoint checkpoint;
};

Whole small_registry(const fs::path& path) {
    make_small_registry(path);
    const auto registry = Registry::open(path, {.access = Access::read_only});
    return {read_bytes(path), all_records(registry), registry.checkpoint()};
}

/// A file of the first format, and what is in it once it was brought up to date.
Whole older_registry(const fs::path& path) {
    make_older_file(path);
    const std::string bytes = read_bytes(path);
    const auto registry = Registry::open(path);
    return {bytes, all_records(registry), registry.checkpoint()};
}

struct Patterns {
    explicit Patterns(const Folder& folder)
        : small(small_registry(folder / "small.laurels")), older(older_registry(folder / "older.laurels")) {}
    const Whole& of(int number) const { return number % 8 == 7 ? older : small; }

    Whole small;
    Whole older;
};

/// What a file says of itself where SQLite's header has it, as docs/file-format.md gives it.
struct Marks {
    explicit Marks(const std::string& bytes)
        : older(bytes.size() >= 100 && bytes.substr(60, 4) == "\0\0\0\1"s),
          wal(bytes.size() > 19 && (bytes[18] == 2 || bytes[19] == 2)) {}
    bool older;  ///< of the one format there was before this one
    bool wal;    ///< in SQLite's other mode
};

enum class Result : std::uint8_t { refused, found, harmless };

template <class Action>
bool refused(const Action& action) {
    try {
        action();
        return false;
    } catch (const Error&) {
        return true;
    }
}

/// Opens, asks everything and verifies.
Result read(const fs::path& path, const Whole& whole) {
    Result outcome = Result::harmless;
    bool finds_itself = false;
    const bool refuses = refused([&] {
        const auto registry = Registry::open(path, {.access = Access::read_only, .timeout = 0ms});
        fuzz::ask_everything(registry);
        for (std::int64_t change = 0; change <= whole.checkpoint.change; ++change)
            refused([&] { static_cast<void>(all_records(registry.as_of(change))); });
        if (!registry.verify(whole.checkpoint).ok) {
            outcome = Result::found;
            finds_itself = !registry.verify().ok;
        } else {
            require(all_records(registry) == whole.records, "it verifies, and holds something else");
        }
    });
    const Diagnosis said = doctor(path);
    if (refuses) return Result::refused;
    require(!finds_itself || !said.ok, "verify finds something, and doctor nothing");
    require(outcome != Result::harmless || said.ok || Marks(read_bytes(path)).wal,
            "it verifies, and yet: " + said.text());
    return outcome;
}

/// Of a file that was opened for writing. That writes nothing yet, but for two cases: where the file says that it is of
/// an older format, it is brought up to date if it is whole, so that it verifies afterwards; and where it says that it
/// is in SQLite's other mode, it leaves that, which is written in its header alone. Any other file is left as it is.
void require_left_or_brought_up_to_date(const fs::path& path, const std::string& bytes, const Whole& whole) {
    std::string now = read_bytes(path);
    if (now == bytes) return;
    const Marks was(bytes);
    if (was.older) {
        const auto registry = Registry::open(path, {.access = Access::read_only, .timeout = 0ms});
        const Verification found = registry.verify();
        require(found.ok, "it was brought up to date, and is not whole: " + found.finding);
        require(!registry.verify(whole.checkpoint).ok || all_records(registry) == whole.records,
                "it was brought up to date, and holds something else");
        return;
    }
    require(was.wal, "opening it changed it");
    for (const auto& [first, end] : {std::pair(18U, 20U), {24U, 28U}, {92U, 100U}})  // mode, and who wrote last
        now.replace(first, end - first, bytes, first, end - first);
    require(now == bytes, "leaving the other mode changed more than that");
}

/// Opens for writing, refused or not; what is then written succeeds or is refused.
void write(const fs::path& path, const std::string& bytes, const Whole& whole) {
    // Else a file that was cut off to nothing would be made a registry.
    const Options options{.create = Create::never, .timeout = 0ms};
    refused([&] { fuzz::ask_everything(Registry::open(path, options)); });
    require_left_or_brought_up_to_date(path, bytes, whole);
    refused([&] {
        auto registry = Registry::open(path, options);
        refused([&] { registry.add(Award{.name = "Added to a damaged file"}); });
        refused([&] { registry.revise(Id<Nominee>(1), [](Nominee& nominee) { nominee.name = "Revised"; }); });
        refused([&] { registry.advance(Id<Nomination>(3), Stage::shortlisted); });
        refused([&] { registry.void_(Id<Nomination>(1), "on a damaged file"); });
        refused([&] { registry.revert(1, Later::keep); });
        refused([&] { registry.erase(Id<Nominee>(1), {.reason = "on a damaged file"}); });
        refused([&] { registry.compact(); });
        refused([&] { static_cast<void>(registry.verify()); });
    });
}

Result try_one(const fs::path& path, const Patterns& patterns, const Settings& settings, int number) {
    const Whole& whole = patterns.of(number);
    Random random(settings.seed, static_cast<std::uint64_t>(number));
    damage_file(path, whole.bytes, random);
    const std::string bytes = read_bytes(path);
    const Result outcome = read(path, whole);
    require(read_bytes(path) == bytes, "reading it changed it");
    write(path, bytes, whole);
    return outcome;
}

/// Makes the file of "file 7" once more, to be looked at: salts differ from run to run, and so does what is damaged.
std::string keep(const Patterns& patterns, const Settings& settings, const std::string& file) {
    const int number = std::stoi(file.substr(file.rfind(' ') + 1));
    Random random(settings.seed, static_cast<std::uint64_t>(number));
    const fs::path path = fs::temp_directory_path() / ("laurels-damaged-" + std::to_string(settings.seed) + ".laurels");
    damage_file(path, patterns.of(number).bytes, random);
    return path.string();
}

struct Counts {
    std::array<std::int64_t, 3> outcomes{};
};

/// Tries some files in a process of its own, so that a crash is told of.
void try_batch(const Folder& folder, const Patterns& patterns, const Settings& settings, int first, int end,
               Counts& counts) {
    Child child([&](const Pipe& pipe) {
        for (int number = first; number < end; ++number) {
            pipe.say("file " + std::to_string(number));
            folder.clear();
            const Result outcome = try_one(folder / "damaged.laurels", patterns, settings, number);
            pipe.say(std::to_string(static_cast<int>(outcome)));
        }
    });
    const End ended = child.end();
    if (!ended.went_well) {
        const std::string file = ended.lines.empty() ? "file 0" : ended.lines.back();
        throw Broken(file + ": " + ended.text() + "; kept as " + keep(patterns, settings, file));
    }
    for (std::size_t line = 1; line < ended.lines.size(); line += 2)
        ++counts.outcomes.at(std::stoul(ended.lines[line]));
}

}  // namespace

std::string damage(const Settings& settings) {
    const Folder made;
    const Folder folder;
    const Patterns patterns(made);
    int first = 0;
    int end = settings.size(1'000, 20'000);
    if (!settings.only.empty()) {
        first = std::stoi(settings.only);
        end = first + 1;
    }
    Counts counts;
    for (int next = first; next < end; next += batch)
        try_batch(folder, patterns, settings, next, std::min(next + batch, end), counts);
    return counted(end - first, "file") + ": " + figure(counts.outcomes[0]) + " refused, " +
           figure(counts.outcomes[1]) + " found out by verify, " + figure(counts.outcomes[2]) +
           " hold what was written; no crash, and no byte changed by reading";
}

}  // namespace campaigns

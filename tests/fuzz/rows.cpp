// Forged rows: a registry whose rows were edited with SQL, all digests computed anew, as anybody can who can write the
// file. Asking it and verifying it either works or is refused, and where it verifies it is what its journal gives.
//
// Each line of the input is an edit: a table, the first column of a row, a column, and the new value to the line's end.

#include "fuzz.hpp"
#include "registry.hpp"
#include "storage/connection.hpp"
#include "storage/journal.hpp"
#include "storage/schema.hpp"

#include <charconv>
#include <map>
#include <optional>

namespace {

using namespace laurels;
using storage::Connection;
namespace fs = std::filesystem;

constexpr std::int64_t all = 1000;

// The registry as it was made, but without the triggers that keep its journal as it is.
struct Pattern {
    fuzz::Folder folder;
    fs::path path = folder / "forged.laurels";
    fs::path made = folder / "made.laurels";
    std::map<std::string, std::vector<std::string>, std::less<>> columns;  // by table
    std::vector<std::string> triggers;

    Pattern() {
        fuzz::make_registry(made);
        Connection connection(made.string(), SQLite::OPEN_READWRITE, {});
        std::vector<std::string> names;
        auto query = connection.statement("SELECT type, name, sql FROM sqlite_schema");
        while (query.step()) {
            if (query.text(0) == "table") columns[query.text(1)];
            if (query.text(0) != "trigger") continue;
            names.push_back(query.text(1));
            triggers.push_back(query.text(2));
        }
        for (const std::string& name : names) connection.execute("DROP TRIGGER " + name);
        for (auto& [table, list] : columns) {
            auto info = connection.statement("SELECT name FROM pragma_table_info(?)");
            info.bind(table);
            while (info.step()) list.push_back(info.text(0));
        }
    }
};

std::string_view take_word(std::string_view& line) {
    const auto end = line.find(' ');
    const auto word = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return word;
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

void bind(storage::Statement& statement, std::string_view value) {
    if (const auto number = whole(value))
        statement.bind(*number);
    else if (value == "NULL")
        statement.bind_null();
    else
        statement.bind(value);
}

// Edits one row; nothing where the line names none, or the value is of a type that the column does not take.
void edit(Connection& connection, const Pattern& pattern, std::string_view line) {
    const auto table = pattern.columns.find(take_word(line));
    if (table == pattern.columns.end()) return;
    const auto& names = table->second;
    const std::string_view row = take_word(line);
    const auto column = std::find(names.begin(), names.end(), take_word(line));
    if (column == names.end()) return;
    auto update =
        connection.statement("UPDATE " + table->first + " SET " + *column + " = ? WHERE " + names.front() + " = ?");
    bind(update, line);
    bind(update, row);
    try {
        update.run();
    } catch (const SQLite::Exception&) {
        return;
    }
}

// Computes all digests and the chain anew.
void forge(Connection& connection) {
    storage::Sha256 hash;
    storage::Sha256 chain_hash;
    storage::Digest chain = storage::genesis(storage::meta(connection, "uuid"));
    for (const auto& change : storage::read_changes(connection, 1, all, all)) {
        chain_hash.start().add(storage::bytes_of(chain));
        for (const auto& event : storage::read_events(connection, change.first, change.last, all)) {
            const auto digest = storage::digest_of(hash, event);
            chain_hash.add(storage::bytes_of(digest));
            auto update = connection.statement("UPDATE event SET digest = ? WHERE seq = ?");
            update.bind_blob(storage::bytes_of(digest)).bind(event.seq).run();
        }
        const auto digest = storage::digest_of(hash, change);
        chain = chain_hash.add(storage::bytes_of(digest)).finish();
        auto update = connection.statement("UPDATE change SET digest = ?, chain = ? WHERE id = ?");
        update.bind_blob(storage::bytes_of(digest)).bind_blob(storage::bytes_of(chain)).bind(change.id).run();
    }
}

void make_forgery(const Pattern& pattern, std::string_view edits) {
    fs::copy_file(pattern.made, pattern.path, fs::copy_options::overwrite_existing);
    Connection connection(pattern.path.string(), SQLite::OPEN_READWRITE, {.foreign_keys = false});
    connection.execute("PRAGMA synchronous = OFF");
    connection.execute("PRAGMA ignore_check_constraints = ON");
    connection.execute("BEGIN");
    for (const std::string_view line : fuzz::lines(edits)) edit(connection, pattern, line);
    forge(connection);
    for (const std::string& sql : pattern.triggers) connection.execute(sql);
    connection.execute("COMMIT");
}

}  // namespace

void fuzz::one(std::string_view input) {
    static const Pattern pattern;
    make_forgery(pattern, input);
    accepted([&] {
        const auto registry = Registry::open(pattern.path, {.access = Access::read_only});
        ask_everything(registry);
        const Verification verification = registry.verify();
        REQUIRE(!model::invalid_utf8(verification.finding));
        if (!verification.ok) return;
        REQUIRE(same_records(registry, registry.as_of(verification.changes)));
    });
}

#include "storage/diagnosis.hpp"

#include "model/display.hpp"
#include "model/text.hpp"
#include "storage/audit.hpp"
#include "storage/failure.hpp"
#include "storage/file.hpp"
#include "storage/migration.hpp"
#include "storage/process.hpp"
#include "storage/schema.hpp"

#include <SQLiteCpp/Backup.h>

#include <algorithm>
#include <new>

namespace laurels::inline v0::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds patience{5000};

fs::path with_suffix(fs::path path, const char* suffix) { return path += suffix; }

std::string bytes(std::int64_t number) { return model::counted(number, "byte", "bytes"); }

const std::string go_back = "go back to a backup that verifies, and keep this file to compare the two";

/// One look at one file. Each step says whether there is a point in going on.
class Examination {
  public:
    explicit Examination(Diagnosis& diagnosis) : diagnosis_(diagnosis), path_(diagnosis.path) {}

    void run() {
        if (!find() || !may_be_read()) return;
        look_around();
        if (check_header() && check_length()) open();
    }

    void bad(std::string what, std::string advice) {
        diagnosis_.findings.push_back({true, std::move(what), std::move(advice)});
    }
    void remark(std::string what, std::string advice = {}) {
        diagnosis_.findings.push_back({false, std::move(what), std::move(advice)});
    }

  private:
    // ---------------------------------------------------------------------------------------------- from the outside

    bool find() {
        if (path_.empty()) {
            bad("no file was named", "give the path of a registry");
            return false;
        }
        std::error_code error;
        const fs::file_status status = fs::status(path_, error);
        switch (status.type()) {
        case fs::file_type::regular: return true;
        case fs::file_type::not_found: missing(); return false;
        case fs::file_type::directory:
            bad(quoted(path_) + " is a folder, not a file", "give the path of the registry in it");
            return false;
        case fs::file_type::none:
            bad(quoted(path_) + " cannot be reached: " + error.message(), "ask who owns the folders that lead to it");
            return false;
        default:
            bad(quoted(path_) + " is no regular file, so it is no registry", "give the path of a registry");
            return false;
        }
    }

    void missing() {
        std::error_code error;
        const fs::path folder = path_.parent_path();
        if (!fs::is_directory(folder, error)) {
            bad("there is no folder " + quoted(folder), "check the path; the library makes files, but no folders");
        } else if (fs::exists(journal(), error)) {
            bad("there is no file " + quoted(path_) + ", but its journal " + quoted(journal()) + " lies there",
                "the file was moved or deleted in the middle of a write: put it back beside its journal, or restore a "
                "backup and move the journal away");
        } else {
            bad("there is no file " + quoted(path_),
                "check the path and the name; opening it for writing makes a new registry there");
        }
    }

    bool may_be_read() {
        if (process::may_read(path_)) return true;
        bad(quoted(path_) + " may not be read by this user", "ask its owner for the right to read it");
        return false;
    }

    /// What is no fault of the file.
    void look_around() {
        const fs::path folder = path_.parent_path();
        if (!process::may_write(path_))
            remark(quoted(path_) + " may be read by this user, but not written",
                   "open it read-only, or make it writable");
        else if (!process::may_write(folder))
            remark("in its folder " + quoted(folder) +
                       " this user may not make files, so nothing can be written: a change "
                       "needs a journal beside the file",
                   "open it read-only, or make the folder writable");
        if (const std::string network = process::network_file_system(path_); !network.empty())
            remark(quoted(path_) + " lies on a network or a foreign file system (" + network +
                       "), where locks do not always hold and two who write at once can damage it",
                   "keep it on a disk of the machine that writes it, and hand out copies made by backup()");
        std::error_code error;
        const auto size = static_cast<std::int64_t>(fs::file_size(path_, error));
        const auto room = static_cast<std::int64_t>(fs::space(folder, error).available);
        if (!error && room < size)
            remark("its disk has " + bytes(room) + " free, less than the file has (" + bytes(size) + ")",
                   "make room: compact() and bringing an older file up to date need as much as the file has");
    }

    // ------------------------------------------------------------------------------------------------ from its header

    bool check_header() {
        try {
            header_ = guarded(path_, [&] { return read_header(place()); });
            if (storage::check_header(header_, path_) == Found::laurels) return check_mode();
            bad(quoted(path_) + " is empty: no registry yet",
                "opening it for writing makes one of it; if it held records, restore a backup");
        } catch (const NewerFile& error) {
            bad(error.what(), "update Laurels on this machine");
        } catch (const NotLaurels& error) {
            bad(error.what(),
                "check the path; if it was a registry, something else has written over it: restore a backup");
        } catch (const Damaged& error) {
            bad(error.what(), go_back);
        }
        return false;
    }

    bool check_mode() {
        if (!header_.is_wal()) return true;
        bad(quoted(path_) + " was put into WAL mode by another program, in which it cannot even be read without being "
                            "written",
            "end that program, and open the file once for writing, which puts its mode right; hand other programs "
            "copies made by backup()");
        return false;
    }

    bool check_length() {
        // In the middle of a write it may be shorter.
        if (has_journal() || header_.size >= header_.said_size()) return true;
        bad(quoted(path_) + " is shorter than it says: it ends after " + std::to_string(header_.size) + " of " +
                std::to_string(header_.said_size()) + " bytes",
            "it was copied or written only in part: copy it anew, or " + go_back);
        return false;
    }

    // ------------------------------------------------------------------------------------------------ from the inside

    void open() {
        try {
            guarded(
                path_,
                [&] {
                    Connection connection(place().name, SQLite::OPEN_READONLY,
                                          {.timeout = patience, .query_only = true});
                    look(connection, path_);
                    if (has_journal())
                        remark("a journal lies beside it, " + quoted(journal()) +
                                   ": someone is writing the file now, or a "
                                   "journal of before was left there",
                               "keep the two together");
                    if (connection.number("PRAGMA user_version") == schema_version)
                        examine(connection);
                    else
                        examine_older(connection);
                },
                patience);
        } catch (const ReadOnly&) {
            bad(quoted(path_) + " was left in the middle of a write, and its journal " + quoted(journal()) +
                    " lies beside it",
                "keep the two together, and open the file for writing: that takes back what was not finished");
        } catch (const Busy& error) {
            bad(error.what(), "look again when that has ended");
        } catch (const Damaged& error) {
            bad(error.what(), go_back);
        }
    }

    void examine(Connection& connection) {
        if (const std::string altered = altered_schema(connection); !altered.empty()) {
            bad("the table, index or trigger '" + model::shown(altered) + "' is not as Laurels made it",
                "another program changed the file: hand it copies made by backup(). The journal was not looked at; " +
                    go_back);
            return;
        }
        follow_journal(connection);
    }

    /// Brings a copy up to date, as opening it for writing would, and looks at that.
    void examine_older(Connection& connection) {
        remark(quoted(path_) + " was written by an older Laurels (file format " +
                   std::to_string(connection.number("PRAGMA user_version")) + ", this one writes " +
                   std::to_string(schema_version) + ")",
               "it is brought up to date when it is opened for writing, and until then cannot be opened read-only");
        Connection copy("", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, {.cache_mb = 64, .foreign_keys = false});
        SQLite::Backup backup(copy.database(), connection.database());
        const int result = backup.executeStep(-1);
        if (backup.getRemainingPageCount() != 0) throw SQLite::Exception("copying did not come to its end", result);
        copy.execute("BEGIN");
        migrate(copy);
        copy.execute("COMMIT");
        follow_journal(copy);
    }

    void follow_journal(Connection& connection) {
        const auto journal = [&](const std::function<void(Connection&)>& action) { action(connection); };
        const Verification found = audit(journal, path_, {});
        if (found.ok) {
            verified_ = found;
            return;
        }
        if (found.record)
            bad(found.finding,
                "the journal itself is whole, and as_of(" + std::to_string(found.changes) +
                    ") shows what it says; the tables were changed behind the library's back: " + go_back);
        else if (found.seq || found.changes > 0)
            bad(found.finding, "what the journal says is not to be relied on from there on: " + go_back);
        else
            bad(found.finding, "a disk, a copy or another program spoiled the file: " + go_back);
    }

  public:
    void conclude() {
        auto& findings = diagnosis_.findings;
        std::ranges::stable_partition(findings, &Diagnosis::Finding::bad);
        diagnosis_.ok = std::ranges::none_of(findings, &Diagnosis::Finding::bad);
        if (diagnosis_.ok && verified_)
            findings.insert(findings.begin(),
                            {false,
                             "nothing is wrong: " + model::counted(verified_->events, "event", "events") + " in " +
                                 model::counted(verified_->changes, "change", "changes") +
                                 " follow from one another, and replaying them gives what is stored",
                             {}});
    }

  private:
    Place place() const { return {path_, path_.string()}; }
    fs::path journal() const { return with_suffix(path_, "-journal"); }
    bool has_journal() const {
        std::error_code error;
        const auto size = fs::file_size(journal(), error);
        return !error && size > 0;
    }

    Diagnosis& diagnosis_;
    const fs::path path_;
    Header header_;
    std::optional<Verification> verified_;
};

}  // namespace

Diagnosis diagnose(const fs::path& path) {
    Diagnosis diagnosis;
    std::error_code error;
    diagnosis.path = path.empty() ? path : fs::absolute(path, error).lexically_normal();
    Examination examination(diagnosis);
    try {
        examination.run();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& failure) {
        examination.bad("it could not be looked at to the end: " + model::shown(failure.what()),
                        "put that right, and look again");
    }
    examination.conclude();
    return diagnosis;
}

}  // namespace laurels::inline v0::storage

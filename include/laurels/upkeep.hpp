#pragma once

// The file itself: what it is, whether it is well, and how names are taken out of it.

#include <laurels/records.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace laurels {
inline namespace v0 {

/// What a registry is and holds, as a table of facts.
struct Info {
    std::filesystem::path path{};                  ///< empty in memory and for a view
    std::string uuid{};                            ///< the file's
    int format = 0;                                ///< the version of its tables
    std::string library{};                         ///< this library's version
    std::string sqlite{};                          ///< SQLite's version
    std::int64_t bytes = 0;                        ///< the file's size; 0 for a view
    std::int64_t free_bytes = 0;                   ///< of that, what compact() would give back
    std::map<std::string, std::int64_t> counts{};  ///< records by kind, hidden ones included
    std::int64_t hidden = 0;                       ///< of these, void or merged into another
    std::int64_t changes = 0;
    std::int64_t events = 0;
    std::optional<Instant> first_recorded{};  ///< of the first change
    std::optional<Instant> last_recorded{};   ///< of the last change
    std::int64_t open_claims = 0;             ///< claims that nobody has settled
    std::int64_t erasures = 0;
    std::map<std::string, std::string> settings{};  ///< "access", "timeout", "cache_mb", "journal_mode", "synchronous"

    /// The facts in lines, for people.
    LAURELS_API std::string text() const;
};

/// What compact() did.
struct Compaction {
    std::int64_t before = 0;  ///< the file's size in bytes
    std::int64_t after = 0;
};

/// What doctor() says of a file.
struct Diagnosis {
    /// One thing found, and what can be done.
    struct Finding {
        bool bad = false;      ///< false for a remark
        std::string what{};    ///< in plain words
        std::string advice{};  ///< what can be done; empty where nothing need be
    };
    std::filesystem::path path{};
    bool ok = false;  ///< nothing bad was found
    std::vector<Finding> findings{};

    /// In lines, for people.
    LAURELS_API std::string text() const;
    explicit operator bool() const { return ok; }
};

/// Looks at a file without writing to it, and says in plain words what is wrong with it and what can be done: whether
/// it is there, may be read and written, is a registry of a version that this library reads, is whole, and is as it was
/// written. Reads all of it. Throws nothing but std::bad_alloc: what cannot be found out is a finding.
LAURELS_API Diagnosis doctor(const std::filesystem::path& path);

/// What erase() is told besides the nominee.
struct Erasure {
    std::vector<std::string> text{};  ///< what else tells who it is, such as a nickname or an address for letters
    std::string reason{};             ///< why: "asked for under Article 17 of the GDPR"; needed
    bool dry_run = false;             ///< only say what would be erased
};

/// What erase() found and did.
struct ErasureReport {
    /// Where a text stands, or stood.
    struct Place {
        std::int64_t change = 0;           ///< the change
        std::int64_t seq = 0;              ///< the event; 0 for what is said with the whole change
        std::optional<RecordId> record{};  ///< the record that the event is about
        std::string where{};               ///< "Nominee.name", "reason", "source", "actor"
    };
    bool done = false;                   ///< false for a dry run
    std::vector<RecordId> nominees{};    ///< the nominee, and those merged with it
    std::size_t texts = 0;               ///< how many spellings were looked for; not which, since this may be kept
    std::vector<Place> erased{};         ///< what was blanked, or would be
    std::vector<Place> left{};           ///< where a text still occurs, such as in the name of another nominee
    bool rewritten = false;              ///< the file was rewritten, so that nothing is left between its rows
    std::vector<std::string> remarks{};  ///< sentences, that copies made before are out of reach among them

    /// In lines, for people.
    LAURELS_API std::string text() const;
};

}  // namespace v0
}  // namespace laurels

#pragma once

// What is behind a Registry: its connections, who may use them when, and what ends them.

#include "codec/event.hpp"
#include "exchange/csv.hpp"
#include "exchange/document.hpp"
#include "registry/gate.hpp"
#include "storage/connection.hpp"
#include "storage/file.hpp"
#include "storage/state.hpp"
#include "storage/view.hpp"

#include <laurels/registry.hpp>

#include <functional>
#include <iosfwd>
#include <memory>
#include <mutex>

namespace laurels::inline v0::detail {

/// Where questions are asked: of what is committed, of a view, or of an open change.
class Reading {
  public:
    Reading() = default;
    virtual ~Reading() = default;
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    /// Runs an action on a connection, alone with it, and translates what it throws.
    virtual void run(const std::function<void(storage::Connection&)>& action) const = 0;
    /// What is said with the change that is open here, whose row in the journal is not yet written.
    virtual codec::ChangeBody open_change() const { return {}; }
    /// Throws ReadOnly where there is no journal that could be asked.
    virtual void check_journal() const {}
    /// Writes the records, or the nominations of a selection and what they refer to.
    virtual void export_json(std::ostream& to, const JsonExport& options, const NominationFilter* selection) const = 0;
    /// What an editable table says of where it is from. Throws where what comes back could not be compared with it.
    virtual exchange::ExportedFrom exported_from(bool everything) const = 0;
    /// Where the same is asked of what may be known outside now.
    virtual std::shared_ptr<const Reading> publicly() const = 0;

    /// The same for an action that gives something.
    template <class Action>
    auto ask(Action&& action) const {
        std::optional<decltype(action(std::declval<storage::Connection&>()))> result;
        run([&](storage::Connection& connection) { result.emplace(action(connection)); });
        return std::move(*result);
    }
};

/// The connection that writes, with its statements.
struct WriteSide {
    explicit WriteSide(std::unique_ptr<storage::Connection> connection_)
        : connection(std::move(connection_)), state(*connection) {}
    std::unique_ptr<storage::Connection> connection;
    storage::State state;
};

class Core : public Reading, public std::enable_shared_from_this<Core> {
  public:
    Core(storage::Place place, Options options);
    /// A view: `origin` is what it is a view of.
    Core(std::unique_ptr<storage::Connection> view, std::shared_ptr<const Core> origin, const Bounds& bounds);
    ~Core() override;

    void run(const std::function<void(storage::Connection&)>& action) const override;
    void check_journal() const override;
    std::shared_ptr<const Reading> publicly() const override;
    exchange::ExportedFrom exported_from(bool everything) const override;
    /// What this is a view of with the same other bounds, where it is one of what is public and so has no journal.
    std::shared_ptr<const Core> with_journal() const;

    /// Begins a change; gives what writes it. Throws Busy, TransactionError, ReadOnly, Closed.
    std::shared_ptr<Writer> begin(const ChangeOptions& options);
    std::shared_ptr<Core> view(const Bounds& bounds) const;
    Verification verify(const std::optional<Checkpoint>& kept) const;
    void backup(const std::filesystem::path& target) const;
    ErasureReport erase(Id<Nominee> nominee, const Erasure& erasure);

    // registry/export_json.cpp
    void export_json(std::ostream& to, const JsonExport& options, const NominationFilter* selection) const override;
    // registry/import_json.cpp
    ImportReport import_json(const exchange::Source& source, const JsonImport& options);
    // registry/import_table.cpp
    ImportReport import_table(ArrowArrayStream& rows, const Mapping& mapping, const ImportOptions& options);

    // registry/upkeep.cpp
    Info info() const;
    Compaction compact();

    // registry/difference.cpp
    std::vector<Difference> difference(const Bounds& from, const Bounds& to) const;
    /// From another registry to this one.
    std::vector<Difference> difference(const Core& from) const;

    void close();
    bool is_open() const;

    /// Throws Closed in a forked process.
    void check_process() const;

    const Options& options() const { return options_; }
    const storage::Place& place() const { return place_; }
    std::string uuid() const {
        const std::scoped_lock lock(mutex_);
        return uuid_;
    }
    bool is_read_only() const { return options_.access == Access::read_only; }
    bool is_view() const { return origin_ != nullptr; }
    const Bounds& bounds() const { return bounds_; }
    /// To be called with no lock held, now and then, by what takes long. What it throws ends the call.
    void meanwhile() const {
        if (options_.meanwhile) options_.meanwhile();
    }
    registry::Gate& gate() { return gate_; }

  private:
    friend class Writer;
    friend class JsonImporting;
    void check_open() const;
    /// Throws Closed where it cannot be used: closed, or in a forked process.
    void check_usable() const;
    /// Of a view: its bounds and these.
    Bounds narrowed(const Bounds& bounds) const;
    std::shared_ptr<storage::Connection> own_connection() const;
    /// Runs an action on a connection of its own, or, where there is none, on the one for questions.
    void read(const std::shared_ptr<storage::Connection>& own,
              const std::function<void(storage::Connection&)>& action) const;
    bool try_compact(std::chrono::milliseconds slice, Compaction& done);
    storage::ReadJournal journal(const std::shared_ptr<storage::Connection>& connection) const;

    storage::Place place_;
    Options options_;
    std::int64_t process_;
    std::shared_ptr<const Core> origin_;
    Bounds bounds_;

    registry::Gate gate_;
    mutable std::mutex mutex_;  // guards the members below; never held while waiting for the gate
    std::string uuid_;          // another once a whole journal came in
    std::unique_ptr<storage::Connection> reader_;
    std::unique_ptr<WriteSide> write_side_;
    std::weak_ptr<Writer> writer_;
};

}  // namespace laurels::inline v0::detail

// What a registry is and holds, and taking the free room out of its file.

#include "model/display.hpp"
#include "registry/core.hpp"
#include "storage/failure.hpp"
#include "storage/info.hpp"

#include <laurels/fields.hpp>

namespace laurels::inline v0 {

namespace {

std::string bytes_text(std::int64_t bytes) { return model::counted(bytes, "byte", "bytes"); }

/// "2 awards, 1 category", in the order of the kinds.
std::string records_text(const Info& info) {
    std::string text;
    each_record([&]<class R>(const R&) {
        const auto found = info.counts.find(std::string(name(kind_of<R>)));
        if (found == info.counts.end() || found->second == 0) return;
        text += (text.empty() ? "" : ", ") + model::counted(found->second, kind_of<R>);
    });
    return text.empty() ? "none" : text;
}

std::string settings_text(const Info& info) {
    std::string text;
    for (const auto& [key, value] : info.settings)
        text.append(text.empty() ? "" : ", ").append(key).append(" ").append(value);
    return text;
}

}  // namespace

std::string Info::text() const {
    std::string text;
    const auto line = [&](std::string label, const std::string& fact) {
        label.resize(14, ' ');
        text += (text.empty() ? "" : "\n") + label + fact;
    };
    line("file", !path.empty() ? path.string() : bytes > 0 ? "none: it is in memory" : "none: it is a view");
    line("UUID", uuid);
    line("format", std::to_string(format) + ", read by Laurels " + library + " with SQLite " + sqlite);
    if (bytes > 0)
        line("size", bytes_text(bytes) + (free_bytes > 0 ? ", of which " + bytes_text(free_bytes) + " are free" : ""));
    line("records", records_text(*this));
    if (hidden > 0)
        line("hidden",
             "of these, " + model::display(hidden) + (hidden == 1 ? " is" : " are") + " void or merged into another");
    line("journal", model::counted(events, "event", "events") + " in " + model::counted(changes, "change", "changes"));
    if (first_recorded && last_recorded)
        line("recorded", "from " + model::display(*first_recorded) + " to " + model::display(*last_recorded));
    line("open claims", model::display(open_claims));
    line("erasures", model::display(erasures));
    line("settings", settings_text(*this));
    return text;
}

namespace detail {

namespace {

/// Being the one who may write, among the threads of this process.
class Turn {
  public:
    Turn(registry::Gate& gate, std::chrono::milliseconds timeout, const std::function<void()>& meanwhile)
        : gate_(gate) {
        switch (gate.enter(timeout, meanwhile)) {
        case registry::Gate::Entry::already_inside:
            throw TransactionError("this thread has a change open on this registry: commit it or roll it back before "
                                   "the file is compacted");
        case registry::Gate::Entry::timed_out:
            throw Busy("another thread has a change open on this registry, which did not end within " +
                           registry::seconds_text(timeout),
                       std::chrono::duration<double>(timeout).count());
        case registry::Gate::Entry::entered: break;
        }
    }
    ~Turn() { gate_.leave(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    registry::Gate& gate_;
};

}  // namespace

Info Core::info() const {
    Info info = ask([](storage::Connection& connection) { return storage::read_info(connection); });
    info.path = place_.path;
    info.uuid = uuid();
    if (is_view()) info.bytes = info.free_bytes = 0;
    info.settings["access"] = is_read_only() ? "read_only" : "read_write";
    info.settings["timeout"] = registry::seconds_text(options_.timeout);
    info.settings["cache_mb"] = std::to_string(options_.cache_mb);
    if (place_.in_memory()) {
        // Told of the connection that writes, which has no need to survive anything.
        info.settings["journal_mode"] = "memory";
        info.settings["synchronous"] = "off";
    }
    return info;
}

Compaction Core::compact() {
    if (is_view()) throw ReadOnly("a view is in memory and has no file: compact the registry itself");
    if (is_read_only()) throw ReadOnly("the registry was opened read-only: open it for writing to compact its file");
    check_usable();
    const auto timeout = options_.timeout;
    const auto between = [this] { meanwhile(); };
    const Turn turn(gate_, timeout, between);
    Compaction done;
    const auto attempt = [&](std::chrono::microseconds time) {
        return try_compact(std::chrono::duration_cast<std::chrono::milliseconds>(time), done);
    };
    if (!registry::in_slices(timeout, attempt, between))
        throw Busy("the file is being read or written by others, who did not let it be rewritten within " +
                       registry::seconds_text(timeout),
                   std::chrono::duration<double>(timeout).count());
    return done;
}

bool Core::try_compact(std::chrono::milliseconds slice, Compaction& done) {
    // Questions would have to wait for the file anyway, and close() must not take the connection away.
    const std::scoped_lock lock(mutex_);
    check_open();
    return storage::guarded(place_.path, [&] {
        if (!write_side_) write_side_ = std::make_unique<WriteSide>(storage::open_writer(place_, options_));
        storage::Connection& connection = *write_side_->connection;
        done.before = storage::size_in_bytes(connection);
        if (!storage::execute_unless_busy(connection, "VACUUM", slice)) return false;
        done.after = storage::size_in_bytes(connection);
        return true;
    });
}

}  // namespace detail

}  // namespace laurels::inline v0

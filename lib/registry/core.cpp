#include "registry/core.hpp"

#include "registry/writer.hpp"
#include "storage/audit.hpp"
#include "storage/failure.hpp"
#include "storage/journal.hpp"
#include "storage/process.hpp"
#include "storage/schema.hpp"

#include <algorithm>

namespace laurels::inline v0::detail {

namespace {

/// The stricter of two bounds.
template <class V>
std::optional<V> lower(const std::optional<V>& left, const std::optional<V>& right) {
    if (!left || !right) return left ? left : right;
    return std::min(*left, *right);
}

Options read_only(Options options) {
    options.access = Access::read_only;
    return options;
}

}  // namespace

Core::Core(storage::Place place, Options options)
    : place_(std::move(place)),
      options_(std::move(options)),
      process_(process::id()),
      reader_(storage::open_reader(place_, options_)) {
    if (place_.in_memory()) write_side_ = std::make_unique<WriteSide>(storage::open_writer(place_, options_));
    uuid_ = ask([](storage::Connection& connection) { return storage::meta(connection, "uuid"); });
}

Core::Core(std::unique_ptr<storage::Connection> view, std::shared_ptr<const Core> origin, const Bounds& bounds)
    : options_(read_only(origin->options_)),
      process_(process::id()),
      origin_(std::move(origin)),
      bounds_(bounds),
      uuid_(origin_->uuid()),
      reader_(std::move(view)) {}

Core::~Core() {
    if (process_ == process::id()) return;
    // In a forked child these belong to the parent: closing them here would undo its journal and locks.
    static_cast<void>(reader_.release());
    static_cast<void>(write_side_.release());
}

void Core::check_process() const {
    if (process_ != process::id())
        throw Closed("this registry was opened in another process, which forked this one: open it again here");
}

void Core::check_open() const {
    if (!reader_) throw Closed("the registry is closed");
}

void Core::check_usable() const {
    check_process();
    const std::scoped_lock lock(mutex_);
    check_open();
}

void Core::run(const std::function<void(storage::Connection&)>& action) const {
    check_process();
    const std::scoped_lock lock(mutex_);
    check_open();
    storage::guarded(place_.path, [&] { action(*reader_); }, options_.timeout);
}

void Core::check_journal() const {
    if (bounds_.public_on)
        throw ReadOnly("this is a view of what is public, which has no journal: who said what, when and why is not "
                       "public; ask the registry itself");
}

std::shared_ptr<const Reading> Core::publicly() const {
    if (bounds_.public_on) return shared_from_this();
    return view({.public_on = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())});
}

exchange::ExportedFrom Core::exported_from(bool everything) const {
    if (bounds_.change || bounds_.recorded || bounds_.known)
        throw ReadOnly(
            "this is a view of another moment: what was edited in a table of it could not be told from what was "
            "changed since; export from the registry itself");
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    const Instant last = with_journal()->ask([](storage::Connection& c) { return storage::read_head(c).recorded; });
    return {uuid(), std::max(now, last), everything && !bounds_.public_on};
}

std::shared_ptr<const Core> Core::with_journal() const {
    if (!bounds_.public_on) return shared_from_this();
    if (!bounds_.change && !bounds_.recorded && !bounds_.known) return origin_;
    return origin_->view({bounds_.change, bounds_.recorded, bounds_.known, {}});
}

std::shared_ptr<Writer> Core::begin(const ChangeOptions& options) {
    check_process();
    if (is_read_only())
        throw ReadOnly(origin_ ? "this is a view of another moment: only the registry itself can be written"
                               : "the registry was opened read-only");
    {
        const std::scoped_lock lock(mutex_);
        check_open();
    }
    auto writer = std::make_shared<Writer>(shared_from_this(), options);
    writer->begin();
    return writer;
}

storage::ReadJournal Core::journal(const std::shared_ptr<storage::Connection>& connection) const {
    // A file is read over a connection of its own, so that questions go on; what is in memory has no other.
    return [this, connection](const std::function<void(storage::Connection&)>& action) {
        meanwhile();
        read(connection, action);
    };
}

void Core::read(const std::shared_ptr<storage::Connection>& own,
                const std::function<void(storage::Connection&)>& action) const {
    if (own)
        storage::guarded(place_.path, [&] { action(*own); }, options_.timeout);
    else
        run(action);
}

Bounds Core::narrowed(const Bounds& bounds) const {
    return {lower(bounds_.change, bounds.change), lower(bounds_.recorded, bounds.recorded),
            lower(bounds_.known, bounds.known), lower(bounds_.public_on, bounds.public_on)};
}

std::shared_ptr<Core> Core::view(const Bounds& bounds) const {
    if (origin_) return origin_->view(narrowed(bounds));
    check_usable();
    auto view = storage::guarded(place_.path, [&] { return storage::build_view(journal(own_connection()), bounds); });
    return std::make_shared<Core>(std::move(view), shared_from_this(), bounds);
}

std::shared_ptr<storage::Connection> Core::own_connection() const {
    if (place_.in_memory()) return nullptr;
    return storage::open_reader(place_, read_only(options_));
}

Verification Core::verify(const std::optional<Checkpoint>& kept) const {
    if (origin_) throw ReadOnly("a view has no chain of digests of its own: verify the registry itself");
    check_usable();
    return storage::guarded(place_.path, [&] { return storage::audit(journal(own_connection()), place_.path, kept); });
}

void Core::backup(const std::filesystem::path& target) const {
    if (origin_) throw ReadOnly("a view is not copied: make a backup of the registry itself");
    check_usable();
    journal(own_connection())([&](storage::Connection& connection) { storage::copy_to_file(connection, target); });
}

void Core::close() {
    if (process_ != process::id()) return;
    std::shared_ptr<Writer> writer;
    {
        const std::scoped_lock lock(mutex_);
        writer = writer_.lock();
        reader_.reset();  // from here on nothing begins
    }
    if (writer) writer->abandon();
    const std::scoped_lock lock(mutex_);
    write_side_.reset();
}

bool Core::is_open() const {
    if (process_ != process::id()) return false;
    const std::scoped_lock lock(mutex_);
    return reader_ != nullptr;
}

}  // namespace laurels::inline v0::detail

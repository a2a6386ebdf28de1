// Differences between moments and between registries: whose connections are read, and how.

#include "storage/difference.hpp"

#include "registry/core.hpp"
#include "storage/failure.hpp"

namespace laurels::inline v0::detail {

std::vector<Difference> Core::difference(const Bounds& from, const Bounds& to) const {
    if (origin_) return origin_->difference(narrowed(from), narrowed(to));
    check_usable();
    if (!from.known && !to.known && !from.public_on && !to.public_on) {
        return storage::guarded(place_.path,
                                [&] { return storage::difference_of_moments(journal(own_connection()), from, to); });
    }
    // What was known follows from its own order of events, and what is public from the records, so the two are put
    // together and compared.
    const auto at = [this](const Bounds& bounds) -> std::shared_ptr<const Core> {
        const bool now = !bounds.change && !bounds.recorded && !bounds.known && !bounds.public_on;
        return now ? shared_from_this() : view(bounds);
    };
    return at(to)->difference(*at(from));
}

std::vector<Difference> Core::difference(const Core& from) const {
    check_usable();
    from.check_usable();
    if (from.uuid_ != uuid_)
        throw InvalidValue("these are two registries, not one at two moments: the UUID of this one is " + uuid_ +
                           ", the other's is " + from.uuid_);
    if (&from == this) return {};
    meanwhile();
    const auto mine = own_connection();
    const auto theirs = from.own_connection();
    std::vector<Difference> differences;
    const auto compare = [&](storage::Connection& before, storage::Connection& after) {
        differences = storage::difference_of_states(before, after);
    };
    // What is in memory is locked while it is read: always in the same order, so that two threads never wait for each
    // other.
    if (std::less<>()(static_cast<const Core*>(this), &from)) {
        read(mine, [&](storage::Connection& after) {
            from.read(theirs, [&](storage::Connection& before) { compare(before, after); });
        });
    } else {
        from.read(theirs, [&](storage::Connection& before) {
            read(mine, [&](storage::Connection& after) { compare(before, after); });
        });
    }
    return differences;
}

}  // namespace laurels::inline v0::detail

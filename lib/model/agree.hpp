#pragma once

// Whether two statements about the same thing can both be true: what is no conflict.

#include <laurels/records.hpp>

#include <optional>
#include <string>

namespace laurels::inline v0::model {

/// Names and other short texts agree where they are one by key().
bool agree(const std::string& shown, const std::string& claimed);
/// Of two dates one may be more exact than the other: then they agree.
bool agree(const Date& shown, const Date& claimed);
/// So may one of them lack a clock time.
bool agree(const When& shown, const When& claimed);
template <class V>
bool agree(const V& shown, const V& claimed) {
    return shown == claimed;
}
template <class V>
bool agree(const std::optional<V>& shown, const std::optional<V>& claimed) {
    if (!shown || !claimed) return shown.has_value() == claimed.has_value();
    return agree(*shown, *claimed);
}

}  // namespace laurels::inline v0::model

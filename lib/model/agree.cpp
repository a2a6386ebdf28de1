#include "model/agree.hpp"

#include "model/text.hpp"

namespace laurels::inline v0::model {

bool agree(const std::string& shown, const std::string& claimed) { return key(shown) == key(claimed); }

bool agree(const Date& shown, const Date& claimed) { return shown.refines(claimed) || claimed.refines(shown); }

bool agree(const When& shown, const When& claimed) {
    if (shown.time() && claimed.time()) return shown.instant() == claimed.instant();
    return agree(shown.date(), claimed.date());
}

}  // namespace laurels::inline v0::model

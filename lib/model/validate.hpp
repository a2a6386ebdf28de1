#pragma once

// Whether a record may be stored, as far as the record alone can tell: what needs other records (that an id exists,
// that a part_of goes round in a circle) is the registry's to check.

#include <laurels/records.hpp>

namespace laurels::inline v0::model {

/// Throws InvalidValue with the field ("Award.name") for a value that is not allowed, WrongKind for an id of a kind
/// that does not belong there. Costs little and allocates nothing where all is well.
template <RecordType R>
void validate(const R& record);

/// The same for the source of a change.
void validate(const Source& source);

}  // namespace laurels::inline v0::model

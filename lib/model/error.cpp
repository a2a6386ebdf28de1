// The destructors live here so that each error has one type description in the process, also when the library is
// shared.

#include <laurels/error.hpp>

namespace laurels {
inline namespace v0 {

Error::~Error() = default;

const char* Error::what() const noexcept { return placed_.empty() ? std::runtime_error::what() : placed_.c_str(); }

void Error::stands_at(std::size_t index) {
    index_ = index;
    placed_ = "record " + std::to_string(index) + " of those given (counted from 0): " + std::runtime_error::what();
}

InvalidValue::~InvalidValue() = default;
InvalidDate::~InvalidDate() = default;
MoveError::~MoveError() = default;
Duplicate::~Duplicate() = default;
NotFound::~NotFound() = default;
Ambiguous::~Ambiguous() = default;
WrongKind::~WrongKind() = default;
Stale::~Stale() = default;
TouchedLater::~TouchedLater() = default;
Busy::~Busy() = default;
TransactionError::~TransactionError() = default;
Closed::~Closed() = default;
ReadOnly::~ReadOnly() = default;
FileError::~FileError() = default;
MissingFile::~MissingFile() = default;
NotLaurels::~NotLaurels() = default;
NewerFile::~NewerFile() = default;
Damaged::~Damaged() = default;

}  // namespace v0
}  // namespace laurels

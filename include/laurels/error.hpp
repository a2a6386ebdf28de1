#pragma once

// The one hierarchy of errors:
//
//   Error
//   ├── InvalidValue        a value that is not allowed            Python: ValueError
//   │   ├── InvalidDate     a date, time or zone that is not one
//   │   ├── MoveError       a move that an axis does not allow
//   │   └── Duplicate       a record that may not be there twice
//   ├── NotFound            an id or a name that nothing has       Python: LookupError
//   ├── Ambiguous           a bare name that several records have  Python: LookupError
//   ├── WrongKind           an id of another kind                  Python: TypeError
//   ├── Stale               someone else changed the same fields   Python: RuntimeError
//   ├── TouchedLater        later changes touched what is to undo  Python: RuntimeError
//   ├── Busy                another change is being written        Python: TimeoutError
//   ├── TransactionError    nested, ended or forgotten changes     Python: RuntimeError
//   ├── Closed              use after close, or after a fork       Python: ValueError
//   ├── ReadOnly            a write where only reading is possible Python: PermissionError
//   └── FileError           the file cannot be used                Python: OSError
//       ├── MissingFile     no such file or folder                 Python: FileNotFoundError
//       ├── NotLaurels      not SQLite, or another program's file
//       ├── NewerFile       written by a newer Laurels
//       └── Damaged         truncated, broken or edited
//
// what() is a sentence for people; the facts in it are members too, so that no program needs to read the text.

#include <laurels/export.hpp>
#include <laurels/journal.hpp>
#include <laurels/records.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace laurels {
inline namespace v0 {

/// The root: whatever the library throws is one of these, or std::bad_alloc.
class LAURELS_API Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
    ~Error() override;

    const char* what() const noexcept override;
    /// Where many records were given: which of them it is about, from 0.
    std::optional<std::size_t> index() const { return index_; }
    /// Says which, for what() too.
    void stands_at(std::size_t index);

  private:
    std::optional<std::size_t> index_;
    std::string placed_;
};

/// A value that is not allowed. `field` names where, as "Award.name"; empty where the value stands alone.
class LAURELS_API InvalidValue : public Error {
  public:
    explicit InvalidValue(const std::string& message, std::string field_ = {})
        : Error(message), field(std::move(field_)) {}
    ~InvalidValue() override;
    std::string field;
};

/// A date, time or zone that is none. `text` is what was given.
class LAURELS_API InvalidDate : public InvalidValue {
  public:
    InvalidDate(const std::string& message, std::string text_) : InvalidValue(message), text(std::move(text_)) {}
    ~InvalidDate() override;
    std::string text;
};

/// A move that an axis does not allow, or not without a reason.
class LAURELS_API MoveError : public InvalidValue {
  public:
    MoveError(const std::string& message, RecordId record_, std::string axis, std::string from_, std::string to_,
              std::vector<std::string> allowed_)
        : InvalidValue(message, std::move(axis)),
          record(record_),
          from(std::move(from_)),
          to(std::move(to_)),
          allowed(std::move(allowed_)) {}
    ~MoveError() override;
    RecordId record;                   ///< whose axis; its name is in `field`
    std::string from;                  ///< the value that it has
    std::string to;                    ///< the value asked for
    std::vector<std::string> allowed;  ///< the values that it may take next without a reason
};

/// A record that may not be there twice. `existing` is the one that is there.
class LAURELS_API Duplicate : public InvalidValue {
  public:
    Duplicate(const std::string& message, std::string field_, RecordId existing_)
        : InvalidValue(message, std::move(field_)), existing(existing_) {}
    ~Duplicate() override;
    RecordId existing;
};

/// An id or a name that nothing has. `wanted` is what was asked for.
class LAURELS_API NotFound : public Error {
  public:
    NotFound(const std::string& message, std::string wanted_) : Error(message), wanted(std::move(wanted_)) {}
    ~NotFound() override;
    std::string wanted;
};

/// A bare name that several records have.
class LAURELS_API Ambiguous : public Error {
  public:
    Ambiguous(const std::string& message, std::string wanted_, std::vector<RecordId> candidates_)
        : Error(message), wanted(std::move(wanted_)), candidates(std::move(candidates_)) {}
    ~Ambiguous() override;
    std::string wanted;
    std::vector<RecordId> candidates;
};

/// An id of another kind than the one that belongs there.
class LAURELS_API WrongKind : public Error {
  public:
    WrongKind(const std::string& message, std::vector<Kind> allowed_, Kind given_)
        : Error(message), allowed(std::move(allowed_)), given(given_) {}
    ~WrongKind() override;
    std::vector<Kind> allowed;
    Kind given;
};

/// Someone else changed the same fields since the record was read. Nothing was written.
class LAURELS_API Stale : public Error {
  public:
    Stale(const std::string& message, RecordId record_, std::vector<std::string> fields_, AnyRecord mine_,
          AnyRecord current_)
        : Error(message),
          record(record_),
          fields(std::move(fields_)),
          mine(std::move(mine_)),
          current(std::move(current_)) {}
    ~Stale() override;
    RecordId record;
    std::vector<std::string> fields;  ///< the fields that both changed
    AnyRecord mine;                   ///< the record as it would have been written
    AnyRecord current;                ///< the record as it is
};

/// A change cannot be undone whole, since later ones touched what it wrote. Nothing was written.
class LAURELS_API TouchedLater : public Error {
  public:
    TouchedLater(const std::string& message, std::int64_t change_, std::vector<Left> left_)
        : Error(message), change(change_), left(std::move(left_)) {}
    ~TouchedLater() override;
    std::int64_t change;     ///< the change that was to be undone
    std::vector<Left> left;  ///< what later changes touched
};

/// Another change is being written, here or in another process, and did not end within the timeout.
class LAURELS_API Busy : public Error {
  public:
    Busy(const std::string& message, double waited_) : Error(message), waited(waited_) {}
    ~Busy() override;
    double waited;  ///< seconds
};

/// A change that is nested in another, has ended, or cannot go on after an error.
class LAURELS_API TransactionError : public Error {
  public:
    using Error::Error;
    ~TransactionError() override;
};

/// The registry was closed, or belongs to the process that forked this one.
class LAURELS_API Closed : public Error {
  public:
    using Error::Error;
    ~Closed() override;
};

/// A write to a view, or to a registry or file that can only be read.
class LAURELS_API ReadOnly : public Error {
  public:
    using Error::Error;
    ~ReadOnly() override;
};

/// The file cannot be used. `code` is the system's error number where there is one, else 0.
class LAURELS_API FileError : public Error {
  public:
    FileError(const std::string& message, std::filesystem::path path_, int code_ = 0)
        : Error(message), path(std::move(path_)), code(code_) {}
    ~FileError() override;
    std::filesystem::path path;
    int code;
};

/// No such file, or no such folder to make it in.
class LAURELS_API MissingFile : public FileError {
  public:
    using FileError::FileError;
    ~MissingFile() override;
};

/// Not an SQLite file, or one of another program.
class LAURELS_API NotLaurels : public FileError {
  public:
    using FileError::FileError;
    ~NotLaurels() override;
};

/// Written by a newer Laurels, in a format that this one does not read.
class LAURELS_API NewerFile : public FileError {
  public:
    NewerFile(const std::string& message, std::filesystem::path path_, int found_, int supported_)
        : FileError(message, std::move(path_)), found(found_), supported(supported_) {}
    ~NewerFile() override;
    int found;
    int supported;
};

/// Truncated, broken or edited behind the library's back.
class LAURELS_API Damaged : public FileError {
  public:
    using FileError::FileError;
    ~Damaged() override;
};

}  // namespace v0
}  // namespace laurels

#pragma once

#include <laurels/export.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace laurels {
inline namespace v0 {

struct Award;
struct Edition;
struct Series;
struct Category;
struct Ceremony;
struct Deadline;
struct Nominee;
struct Nomination;
struct Credit;
struct Evidence;
struct Cost;
struct Claim;

/// The kinds of record. The numbers are stored in files and never change.
enum class Kind : std::uint8_t {
    award = 1,
    edition = 2,
    series = 3,
    category = 4,
    ceremony = 5,
    deadline = 6,
    nominee = 7,
    nomination = 8,
    credit = 9,
    evidence = 10,
    cost = 11,
    claim = 12,
};

/// One more than the highest number of a kind: the size of an array that has a place for each.
inline constexpr std::size_t kind_count = 13;

/// The lower-case name of a kind, as in "award:3".
LAURELS_API std::string_view name(Kind kind);

/// The kind of a record type: `kind_of<Award> == Kind::award`.
template <class Record>
inline constexpr Kind kind_of{};
template <>
inline constexpr Kind kind_of<Award> = Kind::award;
template <>
inline constexpr Kind kind_of<Edition> = Kind::edition;
template <>
inline constexpr Kind kind_of<Series> = Kind::series;
template <>
inline constexpr Kind kind_of<Category> = Kind::category;
template <>
inline constexpr Kind kind_of<Ceremony> = Kind::ceremony;
template <>
inline constexpr Kind kind_of<Deadline> = Kind::deadline;
template <>
inline constexpr Kind kind_of<Nominee> = Kind::nominee;
template <>
inline constexpr Kind kind_of<Nomination> = Kind::nomination;
template <>
inline constexpr Kind kind_of<Credit> = Kind::credit;
template <>
inline constexpr Kind kind_of<Evidence> = Kind::evidence;
template <>
inline constexpr Kind kind_of<Cost> = Kind::cost;
template <>
inline constexpr Kind kind_of<Claim> = Kind::claim;

/// A type that is one of the records.
template <class R>
concept RecordType = kind_of<R> != Kind{};

/// The id of a record within one file: a whole number from 1, strong by kind, so that `Id<Award>` is no
/// `Id<Category>`. The default, 0, means "not stored yet".
template <class Record>
struct Id {
    std::int64_t value = 0;

    constexpr Id() = default;
    constexpr explicit Id(std::int64_t number) : value(number) {}

    /// True for the id of a stored record.
    constexpr explicit operator bool() const { return value != 0; }

    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

/// The id of a record of any kind.
struct RecordId {
    Kind kind{};
    std::int64_t value = 0;

    constexpr RecordId() = default;
    constexpr RecordId(Kind kind_, std::int64_t number) : kind(kind_), value(number) {}
    template <RecordType Record>
    constexpr RecordId(Id<Record> id) : kind(kind_of<Record>), value(id.value) {}  // NOLINT: an id is a record id

    /// True for the id of a stored record.
    constexpr explicit operator bool() const { return value != 0; }

    /// Reads "award:3". Throws InvalidValue.
    LAURELS_API static RecordId parse(std::string_view text);

    friend constexpr auto operator<=>(const RecordId&, const RecordId&) = default;
};

/// "award:3".
LAURELS_API std::string to_string(RecordId id);
template <RecordType Record>
std::string to_string(Id<Record> id) {
    return to_string(RecordId(id));
}

}  // namespace v0
}  // namespace laurels

template <class Record>
struct std::hash<laurels::Id<Record>> {
    std::size_t operator()(laurels::Id<Record> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
template <>
struct std::hash<laurels::RecordId> {
    std::size_t operator()(laurels::RecordId id) const noexcept {
        return std::hash<std::int64_t>{}((id.value << 4) ^ static_cast<std::int64_t>(id.kind));
    }
};

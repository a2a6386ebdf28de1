#pragma once

// What records are called, and values of fields for people: in histories, differences and lists.

#include "codec/value.hpp"
#include "model/display.hpp"
#include "storage/column.hpp"
#include "storage/connection.hpp"

#include <laurels/records.hpp>

#include <string>
#include <unordered_map>

namespace laurels::inline v0::storage {

/// The names of records as they are called now on one connection, each looked up once: of one question.
class Names {
  public:
    explicit Names(Connection& connection) : connection_(connection) {}

    /// What the record is called, with its id: "Fleet (nominee:2)"; the id alone where it has no name of its own.
    std::string with_id(RecordId record);
    /// What people would call it: "Fleet"; an edition and its ceremony "Booker Prize 2025". Of what has no name, what
    /// it belongs to says it, as in "Driver Safety: Fleet, Road Safety" of a nomination without title. Empty where it
    /// is not there.
    std::string plain(RecordId record);

    /// The value of a field as one line, with names for ids.
    template <class V>
    std::string shown(const V& value) {
        if constexpr (is_id<V> || std::is_same_v<V, RecordId>) {
            return with_id(value);
        } else if constexpr (codec::is_optional<V>) {
            if constexpr (is_id<typename V::value_type>)
                return value ? with_id(*value) : std::string();
            else
                return model::display(value);
        } else {
            return model::display(value);
        }
    }

  private:
    std::string own(RecordId record);
    std::string nomination(RecordId record);
    std::string ceremony(RecordId record);
    std::string edition(std::int64_t id);
    std::string about_subject(const std::string& what, RecordId record);
    std::string read(const std::string& sql, std::int64_t parameter);

    Connection& connection_;
    std::unordered_map<RecordId, std::string> own_;
};

}  // namespace laurels::inline v0::storage

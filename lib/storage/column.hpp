#pragma once

// How a field is kept in a column of its table: by its Value, as TEXT or INTEGER.

#include "codec/value.hpp"
#include "model/text.hpp"
#include "storage/connection.hpp"

#include <nlohmann/json.hpp>

namespace laurels::inline v0::storage {

template <class V>
std::string column_type() {
    if constexpr (codec::is_optional<V>) {
        std::string type = column_type<typename V::value_type>();
        if (const auto at = type.find(" NOT NULL"); at != std::string::npos) type.erase(at, 9);
        return type;
    } else if constexpr (codec::WholeValue<V>) {
        return "INTEGER NOT NULL";
    } else if constexpr (codec::TextValue<V>) {
        return "TEXT NOT NULL";
    } else {
        return "TEXT";
    }
}

template <class V>
inline constexpr bool is_id = false;
template <RecordType R>
inline constexpr bool is_id<Id<R>> = true;

/// Binds a value; text is not copied, so the value must live until the statement has run, and so must `made`, where it
/// has to be made first.
template <class V>
void bind_column(SQLite::Statement& statement, int index, const V& value, std::string& made) {
    if constexpr (codec::is_optional<V>) {
        if (value)
            bind_column(statement, index, *value, made);
        else
            statement.bind(index);
    } else if constexpr (codec::WholeValue<V>) {
        statement.bind(index, codec::Value<V>::whole(value));
    } else if constexpr (std::is_same_v<V, std::string>) {
        statement.bindNoCopy(index, value);
    } else if constexpr (NamedEnum<V>) {
        statement.bindNoCopy(index, name(value).data());  // names are literals, so they end with a zero
    } else if constexpr (codec::TextValue<V>) {
        made = codec::Value<V>::text(value);
        statement.bindNoCopy(index, made);
    } else {
        if (value == V()) {
            statement.bind(index);
        } else {
            made.clear();
            codec::write(made, V(), value);
            statement.bindNoCopy(index, made);
        }
    }
}

/// Text as a file holds it. Throws InvalidValue where it is not UTF-8, as what the library writes is.
inline std::string_view checked_text(std::string_view text) {
    if (model::invalid_utf8(text)) throw InvalidValue("'" + model::shown(text) + "' is not UTF-8");
    return text;
}

template <class V>
void read_column(const SQLite::Column& column, V& value) {
    const auto text = [&column] {
        const char* const begin = column.getText();
        return checked_text({begin, static_cast<std::size_t>(column.getBytes())});
    };
    if constexpr (codec::is_optional<V>) {
        if (column.isNull())
            value.reset();
        else
            read_column(column, value.emplace());
    } else if constexpr (codec::WholeValue<V>) {
        value = codec::Value<V>::from(column.getInt64());
    } else if constexpr (codec::TextValue<V>) {
        value = codec::Value<V>::parse(text());
    } else {
        value = V();
        if (column.isNull()) return;
        const std::string_view json = text();
        if constexpr (requires { codec::Value<V>::read_plain(value, json); }) {
            if (codec::Value<V>::read_plain(value, json)) return;
            value.clear();
        }
        codec::apply(value, codec::Owned(codec::read(json)));
    }
}

}  // namespace laurels::inline v0::storage

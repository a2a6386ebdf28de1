#include "storage/called.hpp"

namespace laurels::inline v0::storage {

std::string called(Connection& connection, RecordId record) {
    if (!record) return {};
    const char* column = record.kind == Kind::edition      ? "label"
                         : record.kind == Kind::nomination ? "title"
                         : record.kind == Kind::credit     ? "credited_as"
                                                           : "name";
    if (record.kind == Kind::evidence || record.kind == Kind::cost) return to_string(record);
    auto query = connection.statement(std::string("SELECT ") + column + " FROM " + std::string(name(record.kind)) +
                                      " WHERE id = ?");
    query.bind(record.value);
    const std::string text = query.step() ? query.text(0) : std::string();
    return text.empty() ? to_string(record) : text + " (" + to_string(record) + ")";
}

}  // namespace laurels::inline v0::storage

#pragma once

// Templates without logic, a part of what Mustache has: {{name}}, {{{name}}} and {{&name}} for a text, {{#name}} …
// {{/name}} for each of a list or where something is there, {{^name}} … {{/name}} where it is not, {{! a remark}}.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace laurels::inline v0::exchange {

/// What a template shows: a text, yes or no, a list, or names with what they stand for.
class Data {
  public:
    using List = std::vector<Data>;
    using Names = std::map<std::string, Data, std::less<>>;

    Data() = default;
    Data(std::string text) : text_(std::move(text)) {}                   // NOLINT: all of these are data
    Data(const char* text) : text_(text) {}                              // NOLINT
    Data(bool value) : type_(Type::truth), truth_(value) {}              // NOLINT
    Data(List list) : type_(Type::list), list_(std::move(list)) {}       // NOLINT
    Data(Names names) : type_(Type::names), names_(std::move(names)) {}  // NOLINT

    // Each is null where it is something else.
    const std::string* text() const { return type_ == Type::text ? &text_ : nullptr; }
    const List* list() const { return type_ == Type::list ? &list_ : nullptr; }
    const Names* names() const { return type_ == Type::names ? &names_ : nullptr; }
    /// Whether something is there: a text or a list that is not empty, or yes.
    bool there() const;

  private:
    enum class Type : std::uint8_t { text, truth, list, names };
    Type type_ = Type::text;
    bool truth_ = false;
    std::string text_;
    List list_;
    Names names_;
};

/// Writes a text so that nothing in it is markup.
using Escape = std::function<std::string(std::string_view)>;
std::string escape_html(std::string_view text);
std::string escape_markdown(std::string_view text);

class Template {
  public:
    /// Throws InvalidValue, with line and column, for a tag that does not end, or has no place.
    explicit Template(std::string_view text);

    /// Throws InvalidValue, with line and column, for a name that the data does not have: a misspelt one would
    /// otherwise just be missing.
    std::string render(const Data& data, const Escape& escape) const;

  private:
    struct Node {
        enum class Type : std::uint8_t { text, value, raw, section, inverted } type{};
        std::string text;  // or the name
        std::size_t line = 0;
        std::size_t column = 0;
        std::vector<Node> nodes;
    };
    class Parser;
    class Renderer;

    std::vector<Node> nodes_;
};

}  // namespace laurels::inline v0::exchange

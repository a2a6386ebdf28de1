#include "exchange/template.hpp"

#include "model/text.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <optional>
#include <ranges>

namespace laurels::inline v0::exchange {

namespace {

constexpr std::size_t most_levels = 64;
constexpr std::size_t most_steps = 1'000'000;
constexpr std::size_t most_output = std::size_t(64) << 20;

[[noreturn]] void refuse(std::size_t line, std::size_t column, const std::string& what) {
    throw InvalidValue("template, line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what,
                       "template");
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_spaces(std::string_view text) {
    while (!text.empty() && (is_space(text.front()) || text.front() == '\n')) text.remove_prefix(1);
    while (!text.empty() && (is_space(text.back()) || text.back() == '\n')) text.remove_suffix(1);
    return text;
}

bool is_name(std::string_view text) {
    if (text == ".") return true;
    const bool characters =
        std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.'; });
    return !text.empty() && characters && text.front() != '.' && text.back() != '.' &&
           text.find("..") == std::string_view::npos;
}

/// Whether what follows an & makes it the beginning of an entity: "&amp;", "&#38;".
bool begins_entity(std::string_view after) {
    const std::size_t end = after.find(';');
    return end != 0 && end != std::string_view::npos &&
           std::ranges::all_of(after.substr(0, end), [](char c) { return is_letter(c) || is_digit(c) || c == '#'; });
}

}  // namespace

bool Data::there() const {
    switch (type_) {
    case Type::text: return !text_.empty();
    case Type::truth: return truth_;
    case Type::list: return !list_.empty();
    default: return true;
    }
}

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string escape_markdown(std::string_view text) {
    // Where a line begins some characters make a list or a heading of it.
    const std::size_t number = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool always = std::string_view("\\`*_[]<>|~").find(c) != std::string_view::npos;
        const bool first = i == 0 && std::string_view("#+-=").find(c) != std::string_view::npos;
        const bool numbered = i > 0 && i == number && (c == '.' || c == ')');
        if (always || first || numbered || (c == '&' && begins_entity(text.substr(i + 1)))) out += '\\';
        out += c;
    }
    return out;
}

// ---- Reading

class Template::Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::vector<Node> parse() {
        std::vector<Node> nodes = block(nullptr);
        return nodes;
    }

  private:
    struct Tag {
        char kind = 0;  // '#', '^', '/', '!', '{', '&' or ' ' for a value
        std::string_view name;
        std::size_t line = 0;
        std::size_t column = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    /// The nodes up to the end, or to the tag that ends the section.
    std::vector<Node> block(const Node* section) {
        std::vector<Node> nodes;
        for (;;) {
            const auto tag = next_tag();
            if (!tag) {
                if (section != nullptr)
                    refuse(section->line, section->column,
                           "the section '" + section->text + "' does not end: {{/" + section->text + "}} is missing");
                add_text(nodes, text_.size());
                return nodes;
            }
            add_text(nodes, text_begin(*tag));
            move_to(text_end(*tag));
            switch (tag->kind) {
            case '!': break;
            case '/':
                if (section == nullptr)
                    refuse(tag->line, tag->column,
                           "{{/" + std::string(tag->name) + "}} ends a section that did not begin");
                if (tag->name != section->text)
                    refuse(tag->line, tag->column,
                           "{{/" + std::string(tag->name) + "}} stands where {{/" + section->text +
                               "}} must: the section begins on line " + std::to_string(section->line));
                return nodes;
            case '#':
            case '^': nodes.push_back(read_section(*tag)); break;
            default:
                nodes.push_back({tag->kind == ' ' ? Node::Type::value : Node::Type::raw,
                                 std::string(tag->name),
                                 tag->line,
                                 tag->column,
                                 {}});
            }
        }
    }

    Node read_section(const Tag& tag) {
        if (++level_ > most_levels)
            refuse(tag.line, tag.column, "sections are nested more than " + std::to_string(most_levels) + " deep");
        Node node{tag.kind == '#' ? Node::Type::section : Node::Type::inverted,
                  std::string(tag.name),
                  tag.line,
                  tag.column,
                  {}};
        node.nodes = block(&node);
        --level_;
        return node;
    }

    std::optional<Tag> next_tag() {
        const std::size_t begin = text_.find("{{", at_);
        if (begin == std::string_view::npos) return std::nullopt;
        Tag tag;
        tag.begin = begin;
        tag.line = line_ + static_cast<std::size_t>(std::ranges::count(text_.substr(at_, begin - at_), '\n'));
        const std::size_t line_begin = begin == 0 ? 0 : text_.rfind('\n', begin - 1) + 1;  // npos + 1 is 0
        tag.column = column_of(line_begin, begin);
        const bool triple = text_.substr(begin).starts_with("{{{");
        const std::string_view close = triple ? "}}}" : "}}";
        const std::size_t inside = begin + close.size();
        const std::size_t end = text_.find(close, inside);
        if (end == std::string_view::npos)
            refuse(tag.line, tag.column, std::string(close == "}}" ? "{{" : "{{{") + " without " + std::string(close));
        tag.end = end + close.size();
        read_inside(tag, text_.substr(inside, end - inside), triple);
        return tag;
    }

    static void read_inside(Tag& tag, std::string_view inside, bool triple) {
        inside = without_spaces(inside);
        tag.kind = triple ? '{' : ' ';
        if (!triple && !inside.empty() && std::string_view("#^/!&").find(inside.front()) != std::string_view::npos) {
            tag.kind = inside.front();
            inside = without_spaces(inside.substr(1));
        }
        if (tag.kind == '!') return;
        if (!is_name(inside))
            refuse(
                tag.line, tag.column,
                "'" + model::shown(inside) +
                    "' is no name: a tag is {{name}}, {{{name}}}, {{#name}}, {{^name}}, {{/name}} or {{! a remark}}");
        tag.name = inside;
    }

    /// In characters, from 1.
    std::size_t column_of(std::size_t line_begin, std::size_t at) const {
        return 1 + model::count_characters(text_.substr(line_begin, at - line_begin));
    }

    /// A tag that shows nothing and stands alone on its line takes the line with it.
    bool alone(const Tag& tag) const {
        if (tag.kind == ' ' || tag.kind == '{' || tag.kind == '&') return false;
        std::size_t before = tag.begin;
        while (before > 0 && is_space(text_[before - 1])) --before;
        std::size_t after = tag.end;
        while (after < text_.size() && is_space(text_[after])) ++after;
        return (before == 0 || text_[before - 1] == '\n') && (after == text_.size() || text_[after] == '\n');
    }
    std::size_t text_begin(const Tag& tag) const {
        if (!alone(tag)) return tag.begin;
        std::size_t begin = tag.begin;
        while (begin > at_ && is_space(text_[begin - 1])) --begin;
        return begin;
    }
    std::size_t text_end(const Tag& tag) const {
        if (!alone(tag)) return tag.end;
        const std::size_t end = text_.find('\n', tag.end);
        return end == std::string_view::npos ? text_.size() : end + 1;
    }

    void add_text(std::vector<Node>& nodes, std::size_t end) {
        if (end > at_) nodes.push_back({Node::Type::text, std::string(text_.substr(at_, end - at_)), line_, 1, {}});
    }
    void move_to(std::size_t at) {
        line_ += static_cast<std::size_t>(std::ranges::count(text_.substr(at_, at - at_), '\n'));
        at_ = at;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t level_ = 0;
};

Template::Template(std::string_view text) {
    if (const auto bad = model::invalid_utf8(text))
        throw InvalidValue("template: it is not UTF-8 at byte " + std::to_string(*bad + 1), "template");
    nodes_ = Parser(text).parse();
}

// ---- Writing

class Template::Renderer {
  public:
    Renderer(const Data& data, const Escape& escape) : escape_(escape), around_{&data} {}

    void render(const std::vector<Node>& nodes) {
        for (const Node& node : nodes) {
            // A list within itself within itself takes for ever, though it may show nothing.
            if (++steps_ > most_steps)
                refuse(node.line, node.column, "it takes too long: are lists nested in themselves?");
            switch (node.type) {
            case Node::Type::text: add(node, node.text); break;
            case Node::Type::value: add(node, escape_(text_of(node))); break;
            case Node::Type::raw: add(node, text_of(node)); break;
            case Node::Type::section: section(node); break;
            case Node::Type::inverted:
                if (!find(node).there()) render(node.nodes);
            }
        }
    }

    std::string out;

  private:
    void add(const Node& node, std::string_view text) {
        out += text;
        if (out.size() > most_output) refuse(node.line, node.column, "what it gives is longer than 64 MiB");
    }

    void section(const Node& node) {
        const Data& data = find(node);
        if (const auto* list = data.list()) {
            for (const Data& item : *list) within(item, node);
        } else if (data.there()) {
            within(data, node);
        }
    }
    void within(const Data& data, const Node& node) {
        around_.push_back(&data);
        render(node.nodes);
        around_.pop_back();
    }

    const std::string& text_of(const Node& node) {
        const Data& data = find(node);
        if (const auto* text = data.text()) return *text;
        refuse(node.line, node.column,
               "'" + node.text + "' is no text: it is asked for by {{#" + node.text + "}} … {{/" + node.text + "}}");
    }

    /// What a name stands for: in the innermost section that has it, and then within that, part by part.
    const Data& find(const Node& node) {
        if (node.text == ".") return *around_.back();
        std::string_view rest = node.text;
        const std::string_view first = rest.substr(0, rest.find('.'));
        const Data* found = nullptr;
        for (auto at = around_.rbegin(); at != around_.rend() && found == nullptr; ++at) found = part(**at, first);
        while (found != nullptr && rest.find('.') != std::string_view::npos) {
            rest.remove_prefix(rest.find('.') + 1);
            found = part(*found, rest.substr(0, rest.find('.')));
        }
        if (found == nullptr) refuse(node.line, node.column, "there is no '" + node.text + "' here" + known());
        return *found;
    }
    static const Data* part(const Data& data, std::string_view name) {
        if (data.names() == nullptr) return nullptr;
        const auto found = data.names()->find(name);
        return found == data.names()->end() ? nullptr : &found->second;
    }
    std::string known() const {
        std::string list;
        for (const Data* data : std::views::reverse(around_)) {
            if (data->names() == nullptr) continue;
            for (const auto& [name, value] : *data->names()) list += (list.empty() ? "; there are " : ", ") + name;
        }
        return list;
    }

    const Escape& escape_;
    std::vector<const Data*> around_;
    std::size_t steps_ = 0;
};

std::string Template::render(const Data& data, const Escape& escape) const {
    Renderer renderer(data, escape);
    renderer.render(nodes_);
    return std::move(renderer.out);
}

}  // namespace laurels::inline v0::exchange

// Templates: any text is one or is refused, and what it gives is UTF-8 and no longer than it may be; escaping leaves no
// markup.
//
// The first byte says by what is escaped, the rest is the template.

#include "exchange/template.hpp"

#include "fuzz.hpp"

namespace {

using namespace laurels;
using exchange::Data;

const Data& data() {
    static const Data all =
        Data::Names{{"name", "R&D <team> *of* the \"year\""},
                    {"empty", ""},
                    {"yes", true},
                    {"no", false},
                    {"list", Data::List{Data::Names{{"item", "1. one"}}, Data::Names{{"item", "# two"}}}},
                    {"texts", Data::List{"a", "b"}},
                    {"inner", Data::Names{{"deep", Data::Names{{"text", "found"}}}, {"name", "inner"}}}};
    return all;
}

}  // namespace

void fuzz::one(std::string_view input) {
    if (input.empty()) return;
    const bool html = (input.front() & 1) != 0;
    const std::string_view text = input.substr(1);
    accepted([&] {
        const exchange::Template layout(text);
        const std::string out = layout.render(data(), html ? exchange::escape_html : exchange::escape_markdown);
        REQUIRE(!model::invalid_utf8(out));
        REQUIRE(out == layout.render(data(), html ? exchange::escape_html : exchange::escape_markdown));
        if (text.find("{{") == std::string_view::npos) REQUIRE(out == text);
    });
    const std::string escaped = exchange::escape_html(text);
    REQUIRE(escaped.find_first_of("<>\"'") == std::string::npos);
    REQUIRE(exchange::escape_markdown(text).size() >= text.size());
}

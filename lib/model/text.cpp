#include "text.hpp"

#include <laurels/error.hpp>

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

namespace laurels::inline v0::model {
namespace {

constexpr std::uint64_t repeat(std::uint8_t byte) { return 0x0101010101010101U * byte; }

// True where one of eight bytes is below 0x20, is 0x7F or is not ASCII. May also be true beside such a byte only.
constexpr bool any_special(std::uint64_t bytes) {
    const std::uint64_t below_space = bytes - repeat(0x20);
    const std::uint64_t delete_as_zero = bytes ^ repeat(0x7f);
    const std::uint64_t is_delete = (delete_as_zero - repeat(0x01)) & ~delete_as_zero;
    return ((below_space | is_delete | bytes) & repeat(0x80)) != 0;
}

// True for text of printable ASCII characters, as most names are: eight bytes at a time.
bool is_plain(std::string_view text) {
    while (text.size() >= 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), 8);
        if (any_special(bytes)) return false;
        text.remove_prefix(8);
    }
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

struct Decoded {
    char32_t code = 0;
    std::size_t size = 0;  // 0: malformed
};

// The character that begins at `at`: neither overlong forms, nor surrogates, nor anything above U+10FFFF.
Decoded decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> char32_t { return static_cast<unsigned char>(text[at + i]); };
    const char32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - at < size) return {};
    char32_t code = lead & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        code = (code << 6) | (byte(i) & 0x3f);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < least[size] || surrogate || code > 0x10ffff) return {};
    return {code, size};
}

// Where a text is not as it should be. `character` counts from 1.
struct Flaw {
    std::size_t byte = 0;
    std::size_t character = 1;
    char32_t code = 0;
    bool malformed = false;
};

// The first character that is malformed or, by `bad`, not allowed.
template <class Bad>
std::optional<Flaw> first_flaw(std::string_view text, Bad bad) {
    Flaw flaw;
    while (flaw.byte < text.size()) {
        const auto [code, size] = decode(text, flaw.byte);
        flaw.code = code;
        flaw.malformed = size == 0;
        if (flaw.malformed || bad(code)) return flaw;
        flaw.byte += size;
        ++flaw.character;
    }
    return std::nullopt;
}

bool bad_in_line(char32_t code) {
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x2028 || code == 0x2029;
}
bool bad_in_prose(char32_t code) { return code == 0; }

std::optional<Flaw> flaw_in_line(std::string_view text) {
    if (is_plain(text)) return std::nullopt;
    return first_flaw(text, bad_in_line);
}

std::optional<Flaw> flaw_in_prose(std::string_view text) {
    if (is_ascii(text) && text.find('\0') == std::string_view::npos) return std::nullopt;
    return first_flaw(text, bad_in_prose);
}

std::string hexadecimal(const char* format, unsigned number) {
    std::array<char, 16> buffer{};
    const int size = std::snprintf(buffer.data(), buffer.size(), format, number);
    return {buffer.data(), static_cast<std::size_t>(size)};
}

std::string_view nickname(char32_t code) {
    switch (code) {
    case 0x00: return " (null)";
    case 0x09: return " (tab)";
    case 0x0a: return " (line feed)";
    case 0x0d: return " (carriage return)";
    case 0x1b: return " (escape)";
    case 0x85: return " (next line)";
    case 0x2028: return " (line separator)";
    case 0x2029: return " (paragraph separator)";
    default: return "";
    }
}

std::string place_of(const Flaw& flaw, std::string_view text) {
    if (flaw.malformed) {
        const auto byte = static_cast<unsigned char>(text[flaw.byte]);
        return "the byte " + hexadecimal("0x%02X", byte) + " at offset " + std::to_string(flaw.byte) + " is not UTF-8";
    }
    return "character " + std::to_string(flaw.character) + " is U+" +
           hexadecimal("%04X", static_cast<unsigned>(flaw.code)) + std::string(nickname(flaw.code));
}

[[noreturn]] void refuse(const Flaw& flaw, std::string_view text, std::string_view field, const std::string& allowed) {
    const std::string where = field.empty() ? "the text" : std::string(field);
    throw InvalidValue(where + ": " + place_of(flaw, text) + "; " + allowed, std::string(field));
}

// --- Folding ---------------------------------------------------------------------------------------------------------

// Quotes, dashes and spaces as one each. Spaces of all kinds, line breaks and tabs are one space.
constexpr char32_t unify(char32_t code) {
    switch (code) {
    case 0x0060:
    case 0x00b4:
    case 0x02b9:
    case 0x02bb:
    case 0x02bc:
    case 0x02bd:
    case 0x02c8:
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x2035:
    case 0x2039:
    case 0x203a:
    case 0xff07:
    case 0xff40: return '\'';
    case 0x00ab:
    case 0x00bb:
    case 0x02ba:
    case 0x02ee:
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
    case 0x2036:
    case 0x300c:
    case 0x300d:
    case 0x300e:
    case 0x300f:
    case 0x301d:
    case 0x301e:
    case 0x301f:
    case 0xff02:
    case 0xff62:
    case 0xff63: return '"';
    case 0x058a:
    case 0x05be:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2043:
    case 0x2212:
    case 0x2e3a:
    case 0x2e3b:
    case 0xfe31:
    case 0xfe32:
    case 0xfe58:
    case 0xfe63:
    case 0xff0d: return '-';
    case 0x0009:
    case 0x000a:
    case 0x000b:
    case 0x000c:
    case 0x000d:
    case 0x0020:
    case 0x0085:
    case 0x00a0:
    case 0x1680:
    case 0x2000:
    case 0x2001:
    case 0x2002:
    case 0x2003:
    case 0x2004:
    case 0x2005:
    case 0x2006:
    case 0x2007:
    case 0x2008:
    case 0x2009:
    case 0x200a:
    case 0x2028:
    case 0x2029:
    case 0x202f:
    case 0x205f:
    case 0x3000: return ' ';
    default: return code;
    }
}

// The folding of each ASCII character, made of the same rules as that of all others.
constexpr std::array<char, 128> make_ascii_folding() {
    std::array<char, 128> folding{};
    for (char32_t code = 0; code < folding.size(); ++code) {
        const bool upper = code >= 'A' && code <= 'Z';
        folding[code] = static_cast<char>(upper ? code + ('a' - 'A') : unify(code));
    }
    return folding;
}
constexpr std::array<char, 128> ascii_folding = make_ascii_folding();

// Makes runs of spaces one, and none at either end. Works in place: the text only becomes shorter.
template <class Text>
void collapse_spaces(Text& text) {
    auto out = text.begin();
    bool space = false;
    for (const auto c : text) {
        if (c == ' ') {
            space = out != text.begin();
            continue;
        }
        if (space) *out++ = ' ';
        space = false;
        *out++ = c;
    }
    text.erase(out, text.end());
}

std::string fold_ascii(std::string_view text) {
    std::string folded(text);
    bool runs = false;
    char previous = ' ';  // so that one at the front is found too
    for (char& c : folded) {
        c = ascii_folding[static_cast<unsigned char>(c)];
        runs |= c == ' ' && previous == ' ';
        previous = c;
    }
    if (runs || previous == ' ') collapse_spaces(folded);
    return folded;
}

utf8proc_int32_t unify_hook(utf8proc_int32_t code, void*) {
    return static_cast<utf8proc_int32_t>(unify(static_cast<char32_t>(code)));
}

// The characters decomposed and case-folded. Some, as the acute accent that serves as a quote, must be unified before
// compatibility takes them apart, and some come out of it only.
std::vector<utf8proc_int32_t> decomposed(std::string_view text, utf8proc_option_t options) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto length = static_cast<utf8proc_ssize_t>(text.size());
    std::vector<utf8proc_int32_t> codes(text.size() + 16);
    for (;;) {
        const auto room = static_cast<utf8proc_ssize_t>(codes.size());
        const auto needed = utf8proc_decompose_custom(bytes, length, codes.data(), room, options, unify_hook, nullptr);
        if (needed < 0) check_prose(text, "");  // says where it is not UTF-8
        if (needed < 0) throw InvalidValue("the text cannot be folded");
        codes.resize(static_cast<std::size_t>(needed));
        if (needed <= room) return codes;
    }
}

std::string encoded(const std::vector<utf8proc_int32_t>& codes, std::size_t count) {
    std::string text;
    text.reserve(count * 2);
    for (std::size_t i = 0; i < count; ++i) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto size = utf8proc_encode_char(codes[i], bytes.data());
        text.append(bytes.begin(), bytes.begin() + size);
    }
    return text;
}

std::string fold(std::string_view text, int extra_options) {
    const int options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    auto unified = decomposed(text, static_cast<utf8proc_option_t>(options | extra_options));
    for (auto& code : unified) code = unify_hook(code, nullptr);
    collapse_spaces(unified);
    const auto count = utf8proc_normalize_utf32(unified.data(), static_cast<utf8proc_ssize_t>(unified.size()),
                                                static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (count < 0) throw InvalidValue("the text cannot be folded");
    return encoded(unified, static_cast<std::size_t>(count));
}

bool is_blank_character(char32_t code) {
    return unify(code) == ' ' || utf8proc_get_property(static_cast<utf8proc_int32_t>(code))->ignorable;
}

}  // namespace

bool is_ascii(std::string_view text) {
    while (text.size() >= 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), 8);
        if ((bytes & repeat(0x80)) != 0) return false;
        text.remove_prefix(8);
    }
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::optional<std::size_t> invalid_utf8(std::string_view text) {
    if (is_ascii(text)) return std::nullopt;
    const auto flaw = first_flaw(text, [](char32_t) { return false; });
    if (!flaw) return std::nullopt;
    return flaw->byte;
}

std::string key(std::string_view text) { return is_ascii(text) ? fold_ascii(text) : fold(text, 0); }

// Of the key and not of the text, where a mark may stand for a letter: an iota below another letter is one in the key.
std::string loose(std::string_view text) {
    return is_ascii(text) ? fold_ascii(text) : fold(key(text), UTF8PROC_STRIPMARK);
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_blank(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, size] = decode(text, at);
        if (size == 0 || !is_blank_character(code)) return false;
        at += size;
    }
    return true;
}

bool is_line(std::string_view text) { return !flaw_in_line(text); }

bool is_prose(std::string_view text) { return !flaw_in_prose(text); }

void check_line(std::string_view text, std::string_view field) {
    if (const auto flaw = flaw_in_line(text)) {
        refuse(*flaw, text, field, "it must be one line of UTF-8 text without control characters");
    }
}

void check_prose(std::string_view text, std::string_view field) {
    if (const auto flaw = flaw_in_prose(text)) {
        refuse(*flaw, text, field, "it must be UTF-8 text; line breaks and tabs are allowed, U+0000 is not");
    }
}

std::string shown(std::string_view text) {
    constexpr std::size_t longest = 80;  // bytes
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, size] = decode(text, at);
        if (at + size > longest) return line + "…";
        if (size == 0) {
            line += "\uFFFD";
        } else if (bad_in_line(code)) {
            line += ' ';
        } else {
            line += text.substr(at, size);
        }
        at += size == 0 ? 1 : size;
    }
    return line;
}

}  // namespace laurels::inline v0::model

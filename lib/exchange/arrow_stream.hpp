#pragma once

// Arrow's structures, made: each owns what it points to, since a consumer may keep any of them longer than the rest,
// and move a child away. The rules are those of https://arrow.apache.org/docs/format/CDataInterface.html.

#include <laurels/arrow.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace laurels::inline v0::exchange {

/// A column's type, or with items a list's or a table's.
struct ArrowType {
    std::string name;
    std::string format;
    std::vector<ArrowType> items;
};

/// Bits, one a row: which values are there, or true.
struct Bits {
    std::vector<std::uint8_t> bytes;
    std::int64_t size = 0;
    std::int64_t unset = 0;

    void add(bool bit);
    /// As the first buffer of an array: none where nothing is missing.
    const void* validity() const { return unset > 0 ? bytes.data() : nullptr; }
};

/// The buffers of an array, and what they point into.
struct Buffers {
    std::shared_ptr<const void> data;
    std::array<const void*, 3> pointers{};
    std::int64_t count = 0;
};

/// The children of a schema or an array: released with it, unless a consumer has moved them away.
template <class Structure>
class Children {
  public:
    Children() = default;
    Children(Children&&) noexcept = default;
    Children& operator=(Children&&) = delete;
    ~Children() {
        for (Structure& child : structures_) {
            if (child.release != nullptr) child.release(&child);
        }
    }

    /// Adds what `make` gives, for which there is a place already when it is made.
    template <class Make>
    void add(const Make& make) {
        structures_.emplace_back();
        structures_.back() = make();
    }

    /// Once all are there, and so stay where they are.
    void attach(Structure& parent) {
        for (Structure& child : structures_) pointers_.push_back(&child);
        parent.n_children = static_cast<std::int64_t>(pointers_.size());
        parent.children = pointers_.data();
    }

  private:
    std::vector<Structure> structures_;
    std::vector<Structure*> pointers_;
};

/// An array of values, or with children a list's or a batch of rows.
ArrowArray make_array(std::int64_t length, std::int64_t missing, Buffers buffers, Children<ArrowArray> children = {});

/// What is behind a stream: it goes when the stream is released.
class Producer {
  public:
    Producer() = default;
    virtual ~Producer() = default;
    Producer(const Producer&) = delete;
    Producer& operator=(const Producer&) = delete;

    virtual ArrowType type() const = 0;
    /// The next batch; one that is released, as a blank one is, at the end. What is thrown is told by the stream.
    virtual ArrowArray next() = 0;
};
ArrowArrayStream make_stream(std::unique_ptr<Producer> producer);

}  // namespace laurels::inline v0::exchange

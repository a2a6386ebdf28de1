#include "exchange/arrow_stream.hpp"

#include <cerrno>
#include <exception>
#include <new>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

struct OwnedSchema {
    std::string name;
    std::string format;
    Children<ArrowSchema> children;
};

struct OwnedArray {
    OwnedArray(Buffers&& buffers_, Children<ArrowArray>&& children_)
        : buffers(std::move(buffers_)), children(std::move(children_)) {}
    Buffers buffers;
    Children<ArrowArray> children;
};

template <class Owned, class Structure>
void release(Structure* structure) {
    delete static_cast<Owned*>(structure->private_data);
    structure->release = nullptr;
}

template <class Owned, class Structure>
void give(Structure& structure, std::unique_ptr<Owned> owned) {
    owned->children.attach(structure);
    structure.release = release<Owned, Structure>;
    structure.private_data = owned.release();
}

ArrowSchema make_schema(const ArrowType& type) {
    auto owned = std::make_unique<OwnedSchema>();
    owned->name = type.name;
    owned->format = type.format;
    for (const ArrowType& item : type.items) owned->children.add([&] { return make_schema(item); });
    ArrowSchema schema{};
    schema.name = owned->name.c_str();
    schema.format = owned->format.c_str();
    schema.flags = ARROW_FLAG_NULLABLE;
    give(schema, std::move(owned));
    return schema;
}

/// A producer, with what it said last of an error.
struct Stream {
    std::unique_ptr<Producer> producer;
    std::string error;

    template <class Action>
    int attempt(const Action& action) {
        try {
            action(*producer);
            return 0;
        } catch (const std::bad_alloc&) {
            error = "memory has run out";
            return ENOMEM;
        } catch (const std::exception& thrown) {
            error = thrown.what();
        } catch (...) {
            error = "an error of a kind that is not known";
        }
        return EIO;
    }
};

Stream& behind(ArrowArrayStream* stream) { return *static_cast<Stream*>(stream->private_data); }

}  // namespace

void Bits::add(bool bit) {
    if (size % 8 == 0) bytes.push_back(0);
    if (bit)
        bytes.back() = static_cast<std::uint8_t>(bytes.back() | (1U << (size % 8)));
    else
        ++unset;
    ++size;
}

ArrowArray make_array(std::int64_t length, std::int64_t missing, Buffers buffers, Children<ArrowArray> children) {
    auto owned = std::make_unique<OwnedArray>(std::move(buffers), std::move(children));
    ArrowArray array{};
    array.length = length;
    array.null_count = missing;
    array.n_buffers = owned->buffers.count;
    array.buffers = owned->buffers.pointers.data();
    give(array, std::move(owned));
    return array;
}

ArrowArrayStream make_stream(std::unique_ptr<Producer> producer) {
    ArrowArrayStream stream{};
    stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
        return behind(self).attempt([&](Producer& from) { *out = make_schema(from.type()); });
    };
    stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
        return behind(self).attempt([&](Producer& from) { *out = from.next(); });
    };
    stream.get_last_error = [](ArrowArrayStream* self) -> const char* { return behind(self).error.c_str(); };
    stream.release = [](ArrowArrayStream* self) {
        delete &behind(self);
        self->release = nullptr;
    };
    stream.private_data = new Stream{std::move(producer), {}};
    return stream;
}

}  // namespace laurels::inline v0::exchange

#include "files.hpp"

#include "guard.hpp"

#include <algorithm>
#include <istream>
#include <ostream>
#include <streambuf>

namespace laurels::python {

namespace {

// Made and destroyed with the interpreter lock, used without it.
class Output : public std::streambuf {
  public:
    explicit Output(const py::handle& file)
        : write_(file.attr("write")), text_(py::isinstance(file, py::module_::import("io").attr("TextIOBase"))) {}

  protected:
    std::streamsize xsputn(const char* bytes, std::streamsize size) override {
        locked([&] { put(bytes, size); });
        return size;
    }
    int_type overflow(int_type byte) override {
        if (byte == traits_type::eof()) return 0;
        const char each = traits_type::to_char_type(byte);
        return xsputn(&each, 1) == 1 ? byte : traits_type::eof();
    }

  private:
    void put(const char* bytes, std::streamsize size) {
        if (text_) return put_text(bytes, size);
        for (std::streamsize done = 0; done < size;) {
            const py::object written = write_(py::bytes(bytes + done, static_cast<std::size_t>(size - done)));
            // What writes to the system itself may take only a part.
            done = py::isinstance<py::int_>(written) ? done + written.cast<std::streamsize>() : size;
        }
    }
    // A character may lie over the end of what comes at a time.
    void put_text(const char* bytes, std::streamsize size) {
        pending_.append(bytes, static_cast<std::size_t>(size));
        Py_ssize_t used = 0;
        PyObject* text =
            PyUnicode_DecodeUTF8Stateful(pending_.data(), static_cast<Py_ssize_t>(pending_.size()), nullptr, &used);
        if (text == nullptr) throw py::error_already_set();
        pending_.erase(0, static_cast<std::size_t>(used));
        write_(py::reinterpret_steal<py::object>(text));
    }

    py::object write_;
    bool text_;
    std::string pending_;
};

class Input : public std::streambuf {
  public:
    explicit Input(const py::handle& file) : read_(file.attr("read")) {}

  protected:
    std::streamsize xsgetn(char* to, std::streamsize size) override {
        if (at_ == held_.size()) locked([&] { fill(size); });
        const std::size_t count = std::min(held_.size() - at_, static_cast<std::size_t>(size));
        std::copy_n(held_.data() + at_, count, to);
        at_ += count;
        return static_cast<std::streamsize>(count);
    }

  private:
    void fill(std::streamsize size) {
        const py::object chunk = read_(size);
        at_ = 0;
        if (PyUnicode_Check(chunk.ptr()))
            held_ = from_python<std::string>(chunk, Place{{}, "what read() gave"});
        else if (PyBytes_Check(chunk.ptr()))
            held_ = chunk.cast<std::string>();
        else
            wrong_type({{}, "what read() gave"}, "str or bytes", chunk);
    }

    py::object read_;
    std::string held_;
    std::size_t at_ = 0;
};

}  // namespace

void write_to(py::handle target, const char* argument, const std::function<void(const std::filesystem::path&)>& to_path,
              const std::function<void(std::ostream&)>& to_file) {
    if (!py::hasattr(target, "write")) return to_path(from_python<std::filesystem::path>(target, Place{{}, argument}));
    Output buffer(target);
    std::ostream stream(&buffer);
    to_file(stream);
}

void read_from(py::handle source, const char* argument,
               const std::function<void(const std::filesystem::path&)>& from_path,
               const std::function<void(std::istream&)>& from_file) {
    if (!py::hasattr(source, "read")) return from_path(from_python<std::filesystem::path>(source, Place{{}, argument}));
    Input buffer(source);
    std::istream stream(&buffer);
    from_file(stream);
}

}  // namespace laurels::python

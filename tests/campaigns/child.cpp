#include "child.hpp"

#include "campaign.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace campaigns {

namespace {

constexpr std::string_view thrown = "thrown: ";
constexpr unsigned longest_life = 1'800;  // seconds: one that hangs is ended by a signal, and so reported

std::string read_all(int pipe) {
    std::string text;
    std::array<char, 65'536> buffer;
    while (true) {
        const auto count = ::read(pipe, buffer.data(), buffer.size());
        if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
        if (count == 0 || (count < 0 && errno != EINTR)) return text;
    }
}

int run(const std::function<void(const Pipe&)>& work, const Pipe& pipe) {
    try {
        work(pipe);
        return 0;
    } catch (const std::exception& error) {
        pipe.say(std::string(thrown) + error.what());
    } catch (...) {
        pipe.say(std::string(thrown) + "something that is no exception");
    }
    return 1;
}

}  // namespace

void Pipe::say(std::string_view line) const {
    std::string text(line);
    text += '\n';
    for (std::string_view rest = text; !rest.empty();) {
        const auto written = ::write(end_, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) ::_exit(3);  // nobody listens
        if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string End::text() const {
    if (signal != 0) return std::string("ended by signal ") + ::strsignal(signal);
    return error.empty() ? "ended early" : error;
}

Child::Child(const std::function<void(const Pipe&)>& work) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Broken("no pipe");
    ::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);  // so that no child waits for its parent to read
    std::fflush(nullptr);
    process_ = ::fork();
    if (process_ < 0) throw Broken("no process");
    pipe_ = ends[0];
    if (process_ != 0) {
        ::close(ends[1]);
        return;
    }
    ::close(ends[0]);
    ::alarm(longest_life);
    ::_exit(run(work, Pipe(ends[1])));  // no destructors: they are the parent's
}

Child::~Child() {
    if (process_ <= 0) return;
    kill();
    end();
}

void Child::kill() const { ::kill(process_, SIGKILL); }

End Child::end() {
    End end;
    const std::string text = read_all(pipe_);
    ::close(pipe_);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {}
    process_ = -1;
    std::string_view rest = text;
    for (auto at = rest.find('\n'); at != std::string_view::npos; at = rest.find('\n')) {
        end.lines.emplace_back(rest.substr(0, at));
        rest.remove_prefix(at + 1);
    }
    if (!end.lines.empty() && end.lines.back().starts_with(thrown)) {
        end.error = end.lines.back().substr(thrown.size());
        end.lines.pop_back();
    }
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end.went_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return end;
}

std::vector<std::string> Child::lines() {
    End end = this->end();
    require(end.went_well, "a process " + end.text());
    return std::move(end.lines);
}

}  // namespace campaigns

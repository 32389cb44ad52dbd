#include "tenancy/ctl/commands.h"
#include "tenancy/ctl/context.h"
#include "tenancy/ctl/json.h"
#include "tenancy/host/setup_steps.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <ostream>

namespace joingate::ctl {
namespace {

struct Options {
    bool yes = false;
    bool dry_run = false;
    unsigned workers = 2;
    bool no_nginx = false;
};

/// A step and what became of it.
struct Course {
    host::Step* step;
    host::Seen seen;
    std::string state; ///< "done", "to do", "done now", "failed", "not reached"
};

class Setup {
public:
    Setup(Context& context, const Options& options)
        : context_{context},
          options_{options},
          // The other output is JSON alone.
          say_{context.json ? context.err() : context.out()},
          steps_{host::setup_steps(
              {context.place, context.config_path, options.workers, !options.no_nginx})} {}

    void run() {
        look();
        const bool has_work = std::any_of(courses_.begin(), courses_.end(), to_do);
        if (!has_work)
            say_ << "Nothing is to be done.\n";
        else if (options_.dry_run)
            say_ << "Nothing was changed.\n";
        else
            perform();
        if (context_.json) print_json();
        if (!options_.dry_run && context_.status == kDone) say_what_next();
    }

private:
    static bool to_do(const Course& course) { return course.state == "to do"; }

    void look() {
        for (const auto& step : steps_) {
            Course course{step.get(), {}, {}};
            try {
                course.seen = step->look();
                course.state = course.seen.done ? "done" : "to do";
            } catch (const std::exception& e) {
                course.seen = {false, e.what(),
                               "looked at again once the steps before it are done"};
                course.state = "to do";
            }
            say_ << (course.seen.done ? "is so:  " : "to do:  ") << step->name() << ": "
                 << course.seen.what << '\n';
            if (!course.seen.done) say_ << "        -> " << course.seen.plan << '\n';
            courses_.push_back(std::move(course));
        }
    }

    void perform() {
        if (!agreed("Do what is to be done?")) {
            say_ << "Nothing was changed.\n";
            context_.status = kFailed;
            return;
        }
        for (auto& course : courses_) {
            const auto question = to_do(course) ? course.step->question() : std::string{};
            if (!question.empty()) course.step->answer(agreed(question));
        }
        for (auto& course : courses_)
            if (to_do(course) && !perform(course)) return;
    }

    bool perform(Course& course) {
        const auto name = course.step->name();
        try {
            // A step before may have done it, and what could not be seen then can be now.
            course.seen = course.step->look();
            if (!course.seen.done) {
                say_ << "doing:  " << name << '\n' << std::flush;
                course.step->perform();
                course.seen = course.step->look();
                if (!course.seen.done) throw std::runtime_error{"still: " + course.seen.what};
            }
        } catch (const std::exception& e) {
            course.state = "failed";
            course.seen.what = e.what();
            fail(name, e.what());
            return false;
        }
        course.state = "done now";
        say_ << "done:   " << name << ": " << course.seen.what << '\n' << std::flush;
        return true;
    }

    void fail(const std::string& name, const std::string& why) {
        context_.status = kFailed;
        context_.err() << "joingatectl: setup stopped at the step \"" << name << "\": " << why
                       << "\nMend this and run `joingatectl setup` again; what is done stays so:";
        for (const auto& course : courses_)
            if (course.state == "done now") context_.err() << "\n  " << course.step->name();
        context_.err() << (std::any_of(courses_.begin(), courses_.end(),
                                       [](const Course& one) { return one.state == "done now"; })
                               ? "\n"
                               : " nothing was changed before.\n");
    }

    bool agreed(const std::string& question) {
        if (options_.yes) return true;
        say_ << question << " [y/N] " << std::flush;
        std::string line;
        std::getline(context_.in(), line);
        return line == "y" || line == "Y" || line == "yes";
    }

    void say_what_next() {
        say_ << "\nThe first tenant:\n"
                "  joingatectl account create NAME --activate\n"
                "  joingatectl instance create NAME --public\n"
                "  joingatectl key create NAME\n"
                "Keep a copy of the master key in a safe place. `joingatectl doctor` looks at the "
                "installation whenever you like.\n";
    }

    void print_json() const {
        write_json(context_.out(), json_objects(courses_, [](auto& one, const auto& course) {
                       one.set("Step", course.step->name());
                       one.set("State", course.state);
                       one.set("Seen", course.seen.what);
                       if (course.state == "to do") one.set("Plan", course.seen.plan);
                   }));
    }

    Context& context_;
    Options options_;
    std::ostream& say_;
    host::Steps steps_;
    std::vector<Course> courses_;
};

void setup(Context& context, const Options& options) {
    if (!options.yes && !options.dry_run && !context.in_is_terminal())
        throw WrongUse{"setup asks before it changes anything, and the standard input is no "
                       "terminal: give --yes, or --dry-run to see what it would do"};
    if (context.place.is_real() && ::geteuid() != 0)
        throw std::runtime_error{"setup changes files and services of this host: run it as root"};
    if (!context.place.has_systemd())
        throw std::runtime_error{"systemd is not process 1 of this host, so setup cannot start "
                                 "anything; joingated(8) says how to run workers without it"};
    Setup{context, options}.run();
}

} // namespace

void add_setup(CLI::App& app, Context& context) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "setup", "Bring this host to where it answers calls: database, secrets, nginx, workers");
    command->add_flag("--yes", options->yes, "Do not ask");
    command->add_flag("--dry-run", options->dry_run, "Show what would be done");
    constexpr unsigned kMostWorkers = 64;
    command->add_option("--workers", options->workers, "How many joingated@N to run")
        ->type_name("N")
        ->check(CLI::Range(1U, kMostWorkers))
        ->capture_default_str();
    command->add_flag("--no-nginx", options->no_nginx, "Leave the front to somebody else");
    command->callback([&context, options] { setup(context, *options); });
}

} // namespace joingate::ctl

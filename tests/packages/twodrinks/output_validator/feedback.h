#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

constexpr int ACCEPT = 42;
constexpr int REJECT = 43;

struct Feedback {
    std::ofstream judge, team;

    explicit Feedback(const std::string &directory)
        : judge(directory + "judgemessage.txt"), team(directory + "teammessage.txt") {}

    [[noreturn]] void reject(const std::string &message) {
        judge << message << "\n";
        team << message << "\n";
        judge.close();
        team.close();
        std::exit(REJECT);
    }

    long number(const std::string &word, long most) {
        char *rest = nullptr;
        long value = std::strtol(word.c_str(), &rest, 10);
        if (*rest != '\0' || value < 1 || value > most)
            reject("A number from 1 to " + std::to_string(most) + " is wanted.");
        return value;
    }
};

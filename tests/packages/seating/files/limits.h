#pragma once

const int MAX_N = 200000;

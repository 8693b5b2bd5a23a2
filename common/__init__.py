"""The ground under all apps: errors, pagination, and helpers of the doors. It knows no app."""

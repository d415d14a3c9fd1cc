// Experiments mostly wait, so three tracks run side by side: those that disturb the three hosts, one after another; those that bring hosts of their own; and those with partners.
// What is printed of waits is therefore that of a busy machine; for that of a quiet one, run an experiment alone.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

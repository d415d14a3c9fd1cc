// Experiments mostly wait, so two tracks run side by side: those that disturb the three hosts, one after another, and those that bring hosts of their own; where one of them is done, those with partners follow.
// What is printed of waits is therefore that of a busy machine; for that of a quiet one, run an experiment alone.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

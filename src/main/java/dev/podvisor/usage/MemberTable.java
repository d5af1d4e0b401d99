package dev.podvisor.usage;

import org.jspecify.annotations.Nullable;

/** Members by pid; a lookup makes no garbage. */
final class MemberTable {

    private @Nullable Member[] places = new @Nullable Member[256];
    private int size;

    @Nullable
    Member get(int pid) {
        Member member = places[place(pid)];
        while (member != null && member.pid != pid) {
            member = member.next;
        }
        return member;
    }

    /** Adds one whose pid is not here yet. */
    void add(Member member) {
        if (++size > places.length) {
            grow();
        }
        insert(member);
    }

    void remove(Member member) {
        int place = place(member.pid);
        Member before = null;
        for (Member here = places[place]; here != null; before = here, here = here.next) {
            if (here == member) {
                if (before == null) {
                    places[place] = member.next;
                } else {
                    before.next = member.next;
                }
                size--;
                return;
            }
        }
    }

    int size() {
        return size;
    }

    private void grow() {
        @Nullable Member[] old = places;
        places = new @Nullable Member[old.length * 2];
        for (Member chain : old) {
            Member member = chain;
            while (member != null) {
                Member next = member.next;
                insert(member);
                member = next;
            }
        }
    }

    private void insert(Member member) {
        int place = place(member.pid);
        member.next = places[place];
        places[place] = member;
    }

    private int place(int pid) {
        return pid & (places.length - 1);
    }
}

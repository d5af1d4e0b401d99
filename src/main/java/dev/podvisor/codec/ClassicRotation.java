package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.RotationSpec;
import dev.podvisor.spec.Shape;
import dev.podvisor.spec.Type;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads how files are rotated. Without a word of it they are rotated all the same, as those of the ancestor. */
final class ClassicRotation {

    private static final Shape<?> ROTATION = ClassicLogging.OUTPUT.nested("rotation");
    private static final RotationSpec USUAL = (RotationSpec) ROTATION.build(Map.of());
    private static final int MOST_DAYS = ((Type.Whole) ROTATION.type("maxAgeDays")).max();
    private static final long DAY = 86_400_000;

    private final ClassicContext context;

    ClassicRotation(ClassicContext context) {
        this.context = context;
    }

    RotationSpec global(ClassicMapping rotation) {
        rotation.check();
        return new RotationSpec(
                size(rotation),
                age(rotation),
                backups(rotation, "max_backups"),
                rotation.flag("compress", USUAL.compress()));
    }

    RotationSpec process(ClassicMapping rotate) {
        rotate.check();
        return new RotationSpec(size(rotate), USUAL.maxAgeDays(), backups(rotate, "max_files"), USUAL.compress());
    }

    /** As a quantity, or with a B behind it. */
    private Amount size(ClassicMapping rotation) {
        Optional<Place> at = rotation.at("max_size");
        if (at.isEmpty()) {
            return USUAL.maxSize();
        }
        Node node = at.get().node();
        if (node instanceof Scalar scalar
                && scalar.text().length() > 2
                && scalar.text().endsWith("B")) {
            String text = scalar.text().substring(0, scalar.text().length() - 1).replace(" ", "");
            node = new Scalar(text, scalar.exact(), scalar.shared(), scalar.line(), scalar.column());
        }
        Place place = new Place(node, at.get().path(), at.get().secret());
        return context.<Amount>value(ROTATION.type("maxSize"), place).orElse(USUAL.maxSize());
    }

    private static int backups(ClassicMapping rotation, String key) {
        return rotation.whole(key, (Type.Whole) ROTATION.type("maxBackups"), USUAL.maxBackups());
    }

    /** Whole days, such as 30 or 30d, or a duration such as 720h, rounded up; 0 for any age. */
    private OptionalInt age(ClassicMapping rotation) {
        Optional<Place> at = rotation.at("max_age");
        if (at.isEmpty() || !(at.get().node() instanceof Scalar scalar)) {
            at.ifPresent(place -> problem(place, "it is " + place.kind()));
            return OptionalInt.empty();
        }
        String text = scalar.text().strip();
        String digits = text.endsWith("d") ? text.substring(0, text.length() - 1) : text;
        OptionalLong seconds = ClassicDuration.parse(digits + "s");
        boolean days = Plain.isDecimal(digits) && !digits.startsWith("-");
        OptionalLong millis = days ? seconds : ClassicDuration.parse(text);
        if (millis.isEmpty()) {
            problem(at.get(), at.get().shown() + " is no age");
            return OptionalInt.empty();
        }
        long count = days ? millis.getAsLong() / 1000 : (millis.getAsLong() + DAY - 1) / DAY;
        if (count > MOST_DAYS) {
            problem(at.get(), at.get().shown() + " is more than " + MOST_DAYS + " days");
        }
        return count == 0 || count > MOST_DAYS ? OptionalInt.empty() : OptionalInt.of((int) count);
    }

    private void problem(Place at, String text) {
        context.problems().error(at, text, "write days, such as 30 or 30d");
    }
}

//! Bounds of linear functions over `A x = b, x >= 0`: the simplex method on a dense tableau. It is written for these
//! tests alone. Its answers are not trusted: the tests check each point that it finds.

const EPSILON: f64 = 1e-7;

/// A feasible corner of the polytope.
#[derive(Clone)]
pub struct Polytope {
    columns: usize,
    /// Each row: the coefficients, then the right side.
    rows: Vec<Vec<f64>>,
    basis: Vec<usize>,
}

pub enum Step {
    /// No corner is better.
    Optimal,
    /// A better corner was reached.
    Moved,
    /// The function grows without end.
    Unbounded,
}

impl Polytope {
    /// Each equation: the sum of some variables less the sum of others is a number that is not negative. None if no
    /// point satisfies them all.
    pub fn new(columns: usize, equations: &[(Vec<usize>, Vec<usize>, f64)]) -> Option<Self> {
        let height = equations.len();
        let width = columns + height;
        let mut rows = Vec::with_capacity(height);
        let mut basis = Vec::with_capacity(height);
        for (index, (of, less, sum)) in equations.iter().enumerate() {
            let mut row = vec![0.0; width + 1];
            for column in of {
                row[*column] += 1.0;
            }
            for column in less {
                row[*column] -= 1.0;
            }
            row[columns + index] = 1.0;
            row[width] = *sum;
            rows.push(row);
            basis.push(columns + index);
        }
        let mut start = Self {
            columns: width,
            rows,
            basis,
        };
        // The first phase drives the artificial variables out.
        let mut objective = vec![0.0; width];
        objective[columns..].fill(-1.0);
        let mut reduced = start.reduced(&objective);
        while let Step::Moved = start.step(&mut reduced) {}
        let left: f64 = (start.basis.iter().zip(&start.rows))
            .filter(|(basic, _)| **basic >= columns)
            .map(|(_, row)| row[width])
            .sum();
        if left > 1e-5 {
            return None;
        }
        for index in (0..start.rows.len()).rev() {
            if start.basis[index] < columns {
                continue;
            }
            let pivot = (0..columns).find(|column| start.rows[index][*column].abs() > EPSILON);
            match pivot {
                Some(column) => start.pivot(index, column, None),
                None => {
                    // The equation says nothing new.
                    start.rows.swap_remove(index);
                    start.basis.swap_remove(index);
                }
            }
        }
        for row in &mut start.rows {
            let sum = row[width];
            row.truncate(columns);
            row.push(sum);
        }
        start.columns = columns;
        Some(start)
    }

    pub fn point(&self) -> Vec<f64> {
        let mut point = vec![0.0; self.columns];
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            point[*basic] = row[self.columns];
        }
        point
    }

    /// The objective in terms of the variables outside the basis.
    pub fn reduced(&self, objective: &[f64]) -> Vec<f64> {
        let mut reduced = objective.to_vec();
        reduced.push(0.0);
        for (row, basic) in self.rows.iter().zip(&self.basis) {
            let factor = objective[*basic];
            if factor != 0.0 {
                for (value, of_row) in reduced.iter_mut().zip(row) {
                    *value -= factor * of_row;
                }
            }
        }
        reduced
    }

    /// One step towards a larger objective. Bland's rule, so it ends.
    pub fn step(&mut self, reduced: &mut [f64]) -> Step {
        let Some(entering) = (0..self.columns).find(|column| reduced[*column] > EPSILON) else {
            return Step::Optimal;
        };
        let mut leaving: Option<(f64, usize)> = None;
        for (index, row) in self.rows.iter().enumerate() {
            if row[entering] > EPSILON {
                let ratio = row[self.columns] / row[entering];
                let better = leaving.is_none_or(|(least, chosen)| {
                    ratio < least - 1e-12
                        || (ratio <= least + 1e-12 && self.basis[index] < self.basis[chosen])
                });
                if better {
                    leaving = Some((ratio, index));
                }
            }
        }
        let Some((_, index)) = leaving else {
            return Step::Unbounded;
        };
        self.pivot(index, entering, Some(reduced));
        Step::Moved
    }

    fn pivot(&mut self, index: usize, column: usize, reduced: Option<&mut [f64]>) {
        let mut row = std::mem::take(&mut self.rows[index]);
        let factor = row[column];
        for value in &mut row {
            *value /= factor;
        }
        for other in &mut self.rows {
            if !other.is_empty() {
                eliminate(other, &row, column);
            }
        }
        if let Some(reduced) = reduced {
            eliminate(reduced, &row, column);
        }
        self.rows[index] = row;
        self.basis[index] = column;
    }
}

fn eliminate(of: &mut [f64], row: &[f64], column: usize) {
    let factor = of[column];
    if factor != 0.0 {
        for (value, other) in of.iter_mut().zip(row) {
            *value -= factor * other;
        }
        of[column] = 0.0;
    }
}

#[test]
fn bounds_of_a_small_table_are_found() {
    // Two by two: rows 5 and 7, columns 4 and 8. The first cell lies between 0 and 4.
    let equations = [
        (vec![0, 1], vec![], 5.0),
        (vec![2, 3], vec![], 7.0),
        (vec![0, 2], vec![], 4.0),
        (vec![1, 3], vec![], 8.0),
    ];
    for (sign, bound) in [(1.0, 4.0), (-1.0, 0.0)] {
        let mut polytope = Polytope::new(4, &equations).unwrap();
        let mut reduced = polytope.reduced(&[sign, 0.0, 0.0, 0.0]);
        while let Step::Moved = polytope.step(&mut reduced) {}
        assert!((polytope.point()[0] - bound).abs() < 1e-6);
    }
    assert!(Polytope::new(1, &[(vec![0], vec![], 1.0), (vec![0], vec![], 2.0)]).is_none());
}
